// swift-tools-version: 6.2
import PackageDescription

// The benchmarks' own package: what they depend on stays out of the product's graph. They see the product
// through one library, whose workloads check themselves in the product's own tests.
let package = Package(
  name: "octavo-benchmarks",
  dependencies: [
    .package(name: "octavo", path: ".."),
    // Without its traits: they count allocations with libraries of their own.
    .package(url: "https://github.com/ordo-one/benchmark", exact: "1.38.1", traits: []),
  ],
  targets: [
    .executableTarget(name: "MachineFacts", dependencies: workloads, path: "Support/MachineFacts")
  ]
    + ["KernelBenchmarks", "TrainingBenchmarks"].map { name in
      // The plugin finds targets in folders of a folder called Benchmarks.
      .executableTarget(
        name: name,
        dependencies: workloads + [.product(name: "Benchmark", package: "benchmark")], path: name,
        plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")])
    }
)

var workloads: [Target.Dependency] {
  [.product(name: "_OctavoWorkloads", package: "octavo")]
}
