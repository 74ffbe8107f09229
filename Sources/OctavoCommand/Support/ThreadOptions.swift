import ArgumentParser
import Benchmarking
import Octavo
import Parallelism

/// How many threads work.
struct ThreadOptions: ParsableArguments {
  @Option(\.wished) var threads: Given<ThreadCount>?

  /// The number of threads: no more than OpenBLAS can do with.
  var count: Int { chosen.usable }

  /// What ``validate()`` let pass.
  private var chosen: ThreadCount { (try? ThreadCount([threads])) ?? ThreadCount() }

  func validate() throws {
    _ = try asUsage { try ThreadCount([threads]) }
  }

  /// Says what keeps threads from working, or makes them work badly.
  func warn() {
    if chosen.wished == nil, let reason = UsableProcessors.current.reason {
      printError("octavo: \(count) \(count == 1 ? "thread" : "threads"): \(reason)")
    }
    var findings: [ThreadingFinding] = []
    let wished = chosen.wished ?? Parallel.processorCount
    if count < wished { findings.append(.fewer(count, of: wished)) }
    if count > 1 { findings += ThreadingFacts.measured(threads: count).findings }
    for finding in findings { printError("octavo: warning: \(finding)") }
  }
}
