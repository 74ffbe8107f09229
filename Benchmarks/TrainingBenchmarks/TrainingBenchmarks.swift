import Benchmark
import Workloads

let benchmarks: @Sendable () -> Void = {
  for workload in Workload.training {
    Benchmark(
      workload.name,
      configuration: .init(
        metrics: [.wallClock], timeUnits: .microseconds, warmupIterations: 3,
        maxDuration: .seconds(1))
    ) { _, body in
      body()
    } setup: {
      try workload.prepare()
    }
  }
}
