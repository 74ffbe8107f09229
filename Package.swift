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

    // Named tensors and manifests on disk; knows no model.
    .target(name: "Checkpoints", dependencies: ["Files"]),

    // Tests.
    .testTarget(
      name: "CheckpointsTests", dependencies: ["Checkpoints", "Files", "Kernels"],
      resources: [.copy("Golden")]),
    .testTarget(name: "FilesTests", dependencies: ["Files"]),
    .testTarget(name: "KernelsTests", dependencies: ["Kernels"]),
  ]
)

// Scripts/test builds so. It is not the default: a newer compiler's new warning must not break a build.
if Context.environment["OCTAVO_WARNINGS_AS_ERRORS"] != nil {
  for target in package.targets where target.type != .system {
    target.swiftSettings = (target.swiftSettings ?? []) + [.treatAllWarnings(as: .error)]
  }
}
