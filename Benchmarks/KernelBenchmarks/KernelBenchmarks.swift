import Benchmark
import Workloads

let benchmarks: @Sendable () -> Void = {
  for workload in Workload.kernels {
    Benchmark(
      workload.name,
      configuration: .init(
        metrics: [.wallClock], timeUnits: .microseconds, warmupIterations: 3,
        maxDuration: .milliseconds(500))
    ) { _, body in
      body()
    } setup: {
      try workload.prepare()
    }
  }
}
