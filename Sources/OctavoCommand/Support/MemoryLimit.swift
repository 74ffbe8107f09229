import ArgumentParser
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

  /// Throws where OpenBLAS could not have the memory that `threads` callers need: it would ask for it for ever.
  ///
  /// - Throws: ``MemoryLimitError``.
  static func checkRoom(threads: Int) throws(MemoryLimitError) {
    guard isLimited else { return }
    let size = threads * bytesPerThread
    let room = mmap(
      nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard room != MAP_FAILED else { throw MemoryLimitError(bytes: size, threads: threads) }
    munmap(room, size)
  }

  /// The address space of a thread that multiplies: 128 MB that OpenBLAS sets aside with its kernels for AVX2 and
  /// AVX-512, and the stack and the share of the heap that the system gives every thread.
  private static let bytesPerThread = 208 << 20

  private static var isLimited: Bool {
    [RLIMIT_AS, RLIMIT_DATA].contains { resource in
      var limit = rlimit()
      return getrlimit(Int32(resource.rawValue), &limit) == 0 && limit.rlim_cur < enough
    }
  }

  /// A larger limit is none: OpenBLAS sets aside some 32 MB for each of its threads.
  private static let enough = rlim_t(64) << 30
}

/// A limit leaves too little memory to multiply matrices.
struct MemoryLimitError: Error, CustomStringConvertible {
  let bytes: Int
  let threads: Int

  var description: String {
    "the limit of memory (ulimit -v or -d) leaves less than the \(bytes >> 20) MB that \(threads) "
      + "\(threads == 1 ? "thread" : "threads") of OpenBLAS need; expected a higher limit, or fewer --threads"
  }
}

/// A command that multiplies matrices.
protocol MultiplyingCommand: ParsableCommand {
  /// How many threads do.
  var threads: ThreadOptions { get }
}

extension Evaluate: MultiplyingCommand {}
extension Predict: MultiplyingCommand {}
extension Recommend: MultiplyingCommand {}
extension Report: MultiplyingCommand {}
extension Train: MultiplyingCommand {}
