import Foundation

/// Starting under a limit of memory.
enum MemoryLimit {
  private static let variable = "OPENBLAS_NUM_THREADS"

  /// Starts the program anew without the threads that OpenBLAS makes when it is loaded, where memory is limited.
  ///
  /// Octavo never uses those threads, but each sets memory aside, and OpenBLAS 0.3.21 asks for ever for what it
  /// cannot get. It reads this variable before the program's first line, so only a new start helps.
  static func prepare() {
    guard isLimited, getenv(variable) == nil, setenv(variable, "1", 1) == 0 else { return }
    var arguments = CommandLine.arguments.map { strdup($0) }
    arguments.append(nil)
    // Where this fails the program goes on as it is.
    execv("/proc/self/exe", arguments)
  }

  private static var isLimited: Bool {
    [RLIMIT_AS, RLIMIT_DATA].contains { resource in
      var limit = rlimit()
      return getrlimit(Int32(resource.rawValue), &limit) == 0 && limit.rlim_cur < enough
    }
  }

  /// A larger limit is none: OpenBLAS sets aside some 32 MB for each of its threads.
  private static let enough = rlim_t(64) << 30
}
