// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "octavo",
  products: [],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2")
  ],
  targets: [
    // System libraries: module map and shim only.
    .systemLibrary(
      name: "COpenBLAS", path: "Modules/COpenBLAS", pkgConfig: "openblas",
      providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(
      name: "CLAPACKE", path: "Modules/CLAPACKE", pkgConfig: "lapacke",
      providers: [.apt(["liblapacke-dev"])]),
    .systemLibrary(name: "CIntrinsics", path: "Modules/CIntrinsics"),

    // Leaves.
    .target(name: "Files"),
    .target(
      name: "Kernels", dependencies: ["COpenBLAS", "CLAPACKE", "CIntrinsics"],
      swiftSettings: [.strictMemorySafety()]),

    // The network.
    .target(name: "Layers", dependencies: ["Kernels"]),
    .target(name: "Models", dependencies: ["Layers", "Kernels"]),

    .target(name: "Training", dependencies: ["Models", "Layers", "Kernels"]),

    // Tests.
    .testTarget(name: "FilesTests", dependencies: ["Files"]),
    .executableTarget(
      name: "StepBenchmark", dependencies: ["Training", "Models", "Layers", "Kernels"],
      path: "Benchmarks/Step"),
    .testTarget(name: "KernelsTests", dependencies: ["Kernels"]),
  ]
)
