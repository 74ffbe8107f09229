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

    // Leaves.
    .target(name: "Files"),
    .target(
      name: "Kernels", dependencies: ["COpenBLAS", "CLAPACKE"],
      swiftSettings: [.strictMemorySafety()]),
    .target(name: "Synthesis", dependencies: ["Files", "Kernels"]),

    // Tests.
    .testTarget(name: "FilesTests", dependencies: ["Files"]),
    .testTarget(name: "KernelsTests", dependencies: ["Kernels"]),
    .testTarget(name: "SynthesisTests", dependencies: ["Synthesis", "Files", "Kernels"]),
  ]
)
