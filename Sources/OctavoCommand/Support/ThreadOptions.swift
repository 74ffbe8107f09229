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
    if count < wished {
      printError(
        "octavo: warning: works with \(count) of \(wished) threads: "
          + "OpenBLAS, the \(BLAS.build.rawValue) build, can do no better; install the build with POSIX "
          + "threads (Debian: libopenblas0-pthread)")
    }
    guard count > 1 else { return }
    for finding in ThreadingFacts.measured(threads: count).findings {
      printError("octavo: warning: \(finding)")
    }
  }
}
