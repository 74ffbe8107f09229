internal import COpenBLAS
import Glibc

extension BLAS {
  /// How OpenBLAS was built to use threads.
  public enum Build: String, Sendable, Codable {
    /// Without threads of its own; safe to call from several threads only if built with locks.
    case serial
    /// With POSIX threads: the one that Octavo is made for.
    case pthreads
    /// With OpenMP, which keeps a number of threads for each calling thread.
    case openMP = "OpenMP"
  }

  /// How the library in use was built.
  public static var build: Build {
    switch openblas_get_parallel() {
    case 0: .serial
    case 1: .pthreads
    default: .openMP
    }
  }

  /// The name of the kernels that OpenBLAS chose for this processor.
  public static var kernel: String { unsafe String(cString: openblas_get_corename()) }

  /// OpenBLAS's version, as it says itself.
  public static var version: String {
    let words = configuration.split(separator: " ")
    return words.first == "OpenBLAS" && words.count > 1 ? String(words[1]) : "unknown"
  }

  /// How many threads may call OpenBLAS at once, without its running out of buffers.
  ///
  /// A build for at most n threads has 2 n buffers, at least 50 (`NUM_BUFFERS` of its common.h). Later
  /// versions have some more in reserve; older ones end the program.
  public static var callerLimit: Int { max(50, 2 * (maximumThreads ?? 1)) }

  /// How many of `wished` threads may work, each of which calls OpenBLAS.
  ///
  /// A serial build computes wrong numbers for several callers at once.
  public static func usableThreads(_ wished: Int) -> Int {
    build == .serial ? 1 : min(wished, callerLimit)
  }

  /// The number of threads that OpenBLAS was built for; nil for a serial build.
  public static var maximumThreads: Int? {
    let word = configuration.split(separator: " ").first { $0.hasPrefix("MAX_THREADS=") }
    return word.flatMap { Int($0.dropFirst("MAX_THREADS=".count)) }
  }

  /// The number of threads that OpenBLAS says it uses for one call, after it was asked for one.
  public static var threadsPerCall: Int {
    _ = isSerial
    return Int(openblas_get_num_threads())
  }

  /// Holds calls from the calling thread at one thread.
  ///
  /// An OpenMP build asks OpenMP, which keeps a number for each thread and does not pass on what OpenBLAS was
  /// told on another one. For other builds what was said once holds.
  static func holdCallingThread() { setOpenMPThreads?(1) }

  /// `omp_set_num_threads` of the OpenMP library that OpenBLAS brought along; nil for other builds.
  private static let setOpenMPThreads: (@convention(c) (Int32) -> Void)? = {
    guard build == .openMP, let symbol = unsafe dlsym(nil, "omp_set_num_threads") else {
      return nil
    }
    return unsafe unsafeBitCast(symbol, to: (@convention(c) (Int32) -> Void).self)
  }()
}
