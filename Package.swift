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
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
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
    .systemLibrary(name: "CStart", path: "Modules/CStart"),
    // Loaded at run time, and only then needed.
    .systemLibrary(name: "CMPI", path: "Modules/CMPI"),
    .systemLibrary(name: "CPostgreSQL", path: "Modules/CPostgreSQL"),
    .systemLibrary(name: "CSQLite", path: "Modules/CSQLite"),
    .systemLibrary(name: "CZlib", path: "Modules/CZlib"),
    .systemLibrary(name: "CZstd", path: "Modules/CZstd"),

    // What knows nothing of books: files, tensors, text.
    .target(
      name: "Support",
      dependencies: ["CRename", "CZlib", "CZstd"]),

    // Tables elsewhere.
    .target(
      name: "Databases",
      dependencies: ["CPostgreSQL", "CSQLite", "Support"]),

    // Threads and random numbers; then the numerical kernels.
    .target(
      name: "Parallelism",
      dependencies: ["CIntrinsics"],
      swiftSettings: [.strictMemorySafety()]),
    .target(
      name: "Kernels",
      dependencies: ["CIntrinsics", "CLAPACKE", "COpenBLAS", "Parallelism"],
      swiftSettings: [.strictMemorySafety()]),

    // Processes that train together.
    .target(
      name: "Ranks",
      dependencies: ["CMPI"]),

    // Data.
    .target(
      name: "BookData",
      dependencies: ["Kernels", "Parallelism", "Support"]),

    // What learns.
    .target(
      name: "Networks",
      dependencies: ["Kernels", "Parallelism", "Support"]),
    .target(
      name: "Features",
      dependencies: ["BookData", "Kernels", "Parallelism"]),
    .target(
      name: "Lists",
      dependencies: ["BookData", "Kernels", "Networks", "Parallelism"]),
    .target(
      name: "Training",
      dependencies: [
        "BookData", "Features", "Kernels", "Networks", "Parallelism", "Ranks", "Support",
      ]),

    // The library.
    .target(
      name: "Octavo",
      dependencies: [
        "BookData", "Databases", "Features", "Kernels", "Lists", "Networks", "Parallelism", "Ranks",
        "Support", "Training", .product(name: "Yams", package: "Yams"),
      ],
      resources: [.embedInCode("Export/score.py")]),

    // What is built on it.
    .target(
      name: "Retraining",
      dependencies: [
        "Octavo", "Support", .product(name: "Logging", package: "swift-log"),
        .product(name: "Yams", package: "Yams"),
      ]),
    .target(
      name: "Synthesis",
      dependencies: ["Parallelism", "Support"],
      resources: [.embedInCode("Shelf/shelf.txt")]),
    .target(
      name: "Exploration",
      dependencies: ["BookData", "Parallelism", "Support"]),
    .target(
      name: "Benchmarking",
      dependencies: ["BookData", "Kernels", "Networks", "Parallelism", "Support", "Training"]),
    .target(
      name: "Reports",
      dependencies: [
        "Benchmarking", "Exploration", "Octavo", "Retraining", "Support",
        .product(name: "Mustache", package: "swift-mustache"),
      ],
      // In the program itself, which stays one file that runs anywhere.
      resources: [
        .embedInCode("Pages/page.mustache"), .embedInCode("Pages/page.css"),
        .embedInCode("Trying/trying.mustache"), .embedInCode("Trying/trying.css"),
        .embedInCode("Trying/trying.js"),
      ]),
    .executableTarget(
      name: "OctavoCommand",
      dependencies: [
        "Benchmarking", "CStart", "Exploration", "Octavo", "Parallelism", "Ranks", "Reports",
        "Retraining", "Support", "Synthesis",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ],
      plugins: ["RevisionPlugin"]),
    // What the program says of its own revision.
    .plugin(name: "RevisionPlugin", capability: .buildTool(), path: "Sources/RevisionPlugin"),

    // What the benchmarks' own package times, each checked against its reference.
    .target(
      name: "Workloads",
      dependencies: [
        "Benchmarking", "BookData", "Kernels", "Lists", "Networks", "Octavo", "Parallelism",
        "Support", "Training",
      ],
      path: "Benchmarks/Workloads"),

    // Tests.
    .target(
      name: "OctavoTestSupport",
      dependencies: [
        "BookData", "Databases", "Kernels", "Networks", "Parallelism", "Ranks", "Support",
        "Training",
      ],
      path: "Tests/OctavoTestSupport"),
    .testTarget(
      name: "BenchmarkingTests",
      dependencies: [
        "Benchmarking", "Kernels", "Networks", "OctavoTestSupport", "Parallelism", "Support",
        "Training",
      ]),
    .testTarget(
      name: "BookDataTests",
      dependencies: ["BookData", "Kernels", "Parallelism", "Support"],
      resources: [.copy("Golden")]),
    .testTarget(
      name: "DatabasesTests",
      dependencies: ["Databases", "OctavoTestSupport", "Support"]),
    .testTarget(
      name: "ExplorationTests",
      dependencies: ["BookData", "Exploration", "Support"]),
    .testTarget(
      name: "FeaturesTests",
      dependencies: [
        "BookData", "Features", "Kernels", "OctavoTestSupport", "Parallelism", "Support",
      ],
      resources: [.copy("Resources")]),
    .testTarget(
      name: "KernelsTests",
      dependencies: ["Kernels", "Parallelism", "Support"]),
    .testTarget(
      name: "ListsTests",
      dependencies: [
        "BookData", "Kernels", "Lists", "OctavoTestSupport", "Parallelism", "Support",
      ],
      resources: [.copy("Resources")]),
    .testTarget(
      name: "NetworksTests",
      dependencies: ["Kernels", "Networks", "Parallelism", "Support"]),
    .testTarget(
      name: "OctavoCommandTests",
      dependencies: [
        "BookData", "Databases", "Kernels", "Octavo", "OctavoCommand", "OctavoTestSupport",
        "Parallelism", "Retraining", "Support", "Training",
      ],
      resources: [.copy("Resources")]),
    .testTarget(
      name: "OctavoTests",
      dependencies: [
        "BookData", "Features", "Kernels", "Lists", "Networks", "Octavo", "OctavoTestSupport",
        "Parallelism", "Support", "Synthesis", "Training",
      ]),
    .testTarget(
      name: "ParallelismTests",
      dependencies: ["Kernels", "OctavoTestSupport", "Parallelism"]),
    // What is tried under mpirun.
    .executableTarget(
      name: "RankLaws",
      dependencies: ["Ranks"],
      path: "Tests/RankLaws"),
    .testTarget(
      name: "RanksTests",
      dependencies: ["OctavoTestSupport", "RankLaws", "Ranks"]),
    .testTarget(
      name: "ReportsTests",
      dependencies: [
        "BookData", "Exploration", "Kernels", "Parallelism", "Reports", "Retraining", "Support",
      ],
      resources: [.copy("Golden"), .copy("Dirty")]),
    .testTarget(
      name: "RetrainingTests",
      dependencies: [
        "BookData", "Kernels", "Octavo", "Parallelism", "Retraining", "Support", "Training",
        .product(name: "Logging", package: "swift-log"),
      ],
      resources: [.copy("Formats")]),
    .testTarget(
      name: "SupportTests",
      dependencies: ["Kernels", "Parallelism", "Support"],
      resources: [.copy("Golden")]),
    .testTarget(
      name: "SynthesisTests",
      dependencies: ["Kernels", "Parallelism", "Support", "Synthesis"]),
    .testTarget(
      name: "TrainingTests",
      dependencies: [
        "BookData", "Kernels", "Networks", "OctavoTestSupport", "Parallelism", "Support",
        "Training",
      ],
      resources: [.copy("Golden")]),
    .testTarget(
      name: "WorkloadsTests",
      dependencies: ["Support", "Workloads"]),
  ]
)

// Scripts/test builds so. It is not the default: a newer compiler's new warning must not break a build.
if Context.environment["OCTAVO_WARNINGS_AS_ERRORS"] != nil {
  for target in package.targets where ![.system, .plugin].contains(target.type) {
    target.swiftSettings = (target.swiftSettings ?? []) + [.treatAllWarnings(as: .error)]
  }
}
