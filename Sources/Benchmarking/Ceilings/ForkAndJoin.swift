import Parallelism

/// What it costs a step to share a phase among the workers of its pool.
struct ForkAndJoin: Sendable {
  /// As long as a shard of a small batch takes.
  private static let task = 100e-6

  private let pool: ThreadPool

  /// The cost for so many threads.
  init(threads: Int) { pool = ThreadPool(size: threads) }

  /// How much longer than one thread's share a phase of equal shares takes, one phase after another: until
  /// every worker has seen the work, and until the last has done it.
  func seconds(lasting seconds: Double) -> Double {
    let phase = secondsPerCall(lasting: seconds) {
      pool.run(pool.size) { _, _ in
        let watch = Stopwatch()
        while watch.seconds < Self.task {}
      }
    }
    return phase - Self.task
  }
}
