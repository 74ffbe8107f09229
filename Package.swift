// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "octavo",
  products: [
    .executable(name: "octavo", targets: ["OctavoCommand"]),
    .library(name: "Octavo", targets: ["Octavo"]),
    // For Benchmarks/Package.swift alone.
    .library(name: "_OctavoWorkloads", targets: ["Workloads"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
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
    .systemLibrary(name: "CRename", path: "Modules/CRename"),

    // Leaves.
    .target(name: "Files", dependencies: ["CRename"]),
    .target(name: "DelimitedText", dependencies: ["Files"]),
    .target(name: "Checkpoints", dependencies: ["Files"]),
    .target(name: "EventLog", dependencies: ["Files"]),
    .target(name: "ModelStore", dependencies: ["Files"]),
    .target(
      name: "Monitoring",
      dependencies: ["Files", .product(name: "Logging", package: "swift-log")]),
    .target(name: "Ranking"),
    .target(
      name: "Kernels", dependencies: ["COpenBLAS", "CLAPACKE", "CIntrinsics"],
      swiftSettings: [.strictMemorySafety()]),

    // The network.
    .target(name: "Layers", dependencies: ["Kernels"]),
    .target(name: "Models", dependencies: ["Layers", "Kernels"]),

    // Data.
    .target(name: "Interactions", dependencies: ["DelimitedText", "Files", "Kernels"]),
    .target(name: "Catalog", dependencies: ["DelimitedText", "Files", "Interactions"]),
    .target(name: "BookFeatures", dependencies: ["Catalog", "Kernels"]),
    .target(
      name: "History",
      dependencies: ["BookFeatures", "Catalog", "Interactions", "Kernels"]),
    .target(name: "Synthesis", dependencies: ["Files", "Kernels"]),
    .target(
      name: "Exploration",
      dependencies: ["DelimitedText", "Interactions", "Kernels"]),

    // Lists.
    .target(
      name: "Relevance", dependencies: ["Catalog", "Interactions", "Kernels", "Ranking"]),

    // The product.
    .target(
      name: "Training",
      dependencies: [
        "BookFeatures", "Catalog", "Checkpoints", "Files", "History", "Interactions", "Kernels",
        "Layers", "Models",
      ]),
    .target(
      name: "Benchmarking",
      dependencies: ["Files", "Interactions", "Kernels", "Layers", "Models", "Training"]),
    .target(
      name: "Serving",
      dependencies: [
        "BookFeatures", "Catalog", "Checkpoints", "DelimitedText", "Files", "History",
        "Interactions", "Kernels", "Layers", "Models", "Ranking", "Relevance", "Training",
      ]),
    .target(
      name: "Reports",
      dependencies: [
        "Benchmarking", "Checkpoints", "Exploration", "Files", "Interactions", "Kernels", "Serving",
        "Training",
        .product(name: "Mustache", package: "swift-mustache"),
      ],
      // In the program itself, which stays one file that runs anywhere.
      resources: [.embedInCode("Pages/page.mustache"), .embedInCode("Pages/page.css")]),
    .target(
      name: "Pipeline",
      dependencies: [
        "Catalog", "Files", "History", "Interactions", "Kernels", "Serving", "Training",
      ]),
    .target(
      name: "Retraining",
      dependencies: [
        "BookFeatures", "Checkpoints", "Files", "History", "Interactions", "Kernels", "Layers",
        "ModelStore", "Models", "Monitoring", "Pipeline", "Serving", "Training",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Yams", package: "Yams"),
      ]),
    .target(
      name: "Octavo", dependencies: ["Training", "Serving", "Models", "Layers", "Interactions"]),
    .executableTarget(
      name: "OctavoCommand",
      dependencies: [
        "Benchmarking", "BookFeatures", "Catalog", "Checkpoints", "DelimitedText", "EventLog",
        "Exploration", "Files", "History", "Interactions", "Kernels", "Layers", "ModelStore",
        "Models", "Monitoring", "Pipeline", "Ranking", "Relevance", "Reports", "Retraining",
        "Serving", "Synthesis", "Training",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    // What the benchmarks' own package times, each checked against its reference.
    .target(
      name: "Workloads",
      dependencies: [
        "Benchmarking", "Interactions", "Kernels", "Layers", "Models", "Ranking", "Serving",
        "Training",
      ],
      path: "Benchmarks/Workloads"),

    // Tests.
    .testTarget(
      name: "BenchmarkingTests",
      dependencies: ["Benchmarking", "Files", "Kernels", "Layers", "Models", "Training"]),
    .testTarget(name: "BookFeaturesTests", dependencies: ["BookFeatures", "Catalog", "Kernels"]),
    .testTarget(name: "CatalogTests", dependencies: ["Catalog", "Files", "Interactions"]),
    .testTarget(
      name: "CheckpointsTests", dependencies: ["Checkpoints", "Files", "Kernels"],
      resources: [.copy("Golden")]),
    .testTarget(name: "DelimitedTextTests", dependencies: ["DelimitedText", "Files"]),
    .testTarget(
      name: "EventLogTests", dependencies: ["EventLog", "Files"], resources: [.copy("Golden")]),
    .testTarget(name: "FilesTests", dependencies: ["Files"]),
    .testTarget(
      name: "HistoryTests",
      dependencies: ["History", "BookFeatures", "Catalog", "Interactions", "Kernels"]),
    .testTarget(
      name: "InteractionsTests",
      dependencies: ["DelimitedText", "Files", "Interactions", "Kernels"]),
    .testTarget(name: "KernelsTests", dependencies: ["Kernels"]),
    .testTarget(name: "LayersTests", dependencies: ["Layers", "Kernels"]),
    .testTarget(name: "ModelStoreTests", dependencies: ["ModelStore", "Files"]),
    .testTarget(
      name: "MonitoringTests",
      dependencies: ["Monitoring", "Files", .product(name: "Logging", package: "swift-log")]),
    .testTarget(name: "RankingTests", dependencies: ["Ranking"]),
    .testTarget(
      name: "RelevanceTests",
      dependencies: ["Relevance", "Catalog", "Interactions", "Kernels", "Ranking"]),
    .testTarget(name: "ModelsTests", dependencies: ["Models", "Layers", "Kernels"]),
    .testTarget(
      name: "RetrainingTests",
      dependencies: [
        "Retraining", "Checkpoints", "Files", "Interactions", "Kernels", "Layers", "ModelStore",
        "Models", "Monitoring", "Pipeline", "Serving", "Synthesis", "Training",
        .product(name: "Logging", package: "swift-log"),
      ],
      resources: [.copy("Golden")]),
    .testTarget(
      name: "ServingTests",
      dependencies: [
        "Serving", "BookFeatures", "Catalog", "Checkpoints", "Files", "History", "Interactions",
        "Kernels", "Layers", "Models", "Ranking", "Relevance", "Training",
      ]),
    .testTarget(
      name: "PipelineTests",
      dependencies: [
        "Pipeline", "Catalog", "Files", "Interactions", "Kernels", "Serving", "Synthesis",
        "Training",
      ]),
    .testTarget(
      name: "TrainingTests",
      dependencies: [
        "Training", "BookFeatures", "Catalog", "Models", "Layers", "History", "Kernels",
        "Interactions", "Checkpoints", "Files",
      ]),
    .testTarget(
      name: "ExplorationTests",
      dependencies: ["Exploration", "Interactions", "Synthesis"]),
    .testTarget(
      name: "ReportsTests",
      dependencies: ["Reports", "Exploration", "Interactions", "Kernels", "Training"],
      resources: [.copy("Golden"), .copy("Dirty")]),
    .testTarget(name: "SynthesisTests", dependencies: ["Synthesis", "Files", "Kernels"]),
    .testTarget(
      name: "OctavoCommandTests",
      dependencies: ["OctavoCommand", "Files", "Interactions", "Kernels", "ModelStore", "Training"]),
    .testTarget(name: "WorkloadsTests", dependencies: ["Workloads"]),
  ]
)

// Scripts/test builds so. It is not the default: a newer compiler's new warning must not break a build.
if Context.environment["OCTAVO_WARNINGS_AS_ERRORS"] != nil {
  for target in package.targets where target.type != .system {
    target.swiftSettings = (target.swiftSettings ?? []) + [.treatAllWarnings(as: .error)]
  }
}
