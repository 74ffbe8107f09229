import ArgumentParser
import Benchmarking
import Foundation
import Kernels

/// How many threads work.
struct ThreadOptions: ParsableArguments {
  @Option(help: "How many threads work; results do not depend on it. (default: all processors)")
  var threads: Int?

  /// The number of threads: no more than OpenBLAS can do with.
  var count: Int { BLAS.usableThreads(wished) }

  private var wished: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }

  func validate() throws {
    guard (1...4096).contains(wished) else {
      throw ValidationError("--threads: found \(wished), expected 1 to 4096")
    }
  }

  /// Says what keeps threads from working, or makes them work badly.
  func warn() {
    var findings: [ThreadingFinding] = []
    if count < wished { findings.append(.fewerThreads(count, of: wished, BLAS.build)) }
    if count > 1 { findings += ThreadingFacts.measured(threads: count).findings }
    for finding in findings { printError("octavo: warning: \(finding)") }
  }
}
