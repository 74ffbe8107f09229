import Kernels

/// What it costs to share work among threads.
enum ForkAndJoin {
  /// As long as a shard of a small batch takes: time enough for threads to wake up.
  private static let task = 100e-6

  /// How much longer than one thread's share a parallel phase of equal shares takes: the threads' waking up,
  /// and the wait for the last of them.
  static func seconds(threads: Int, lasting seconds: Double) -> Double {
    let phase = secondsPerCall(lasting: seconds) {
      Parallel.forEach(threads, threads: threads) { _ in
        let watch = Stopwatch()
        while watch.seconds < task {}
      }
    }
    return phase - task
  }
}
