import ArgumentParser
import Foundation

/// Multiplying under a limit of memory.
enum MemoryLimit {
  /// Throws where OpenBLAS could not have the memory that `threads` callers need: it would ask for it for ever.
  ///
  /// - Parameters:
  ///   - threads: How many threads multiply.
  ///   - others: How many bytes something else takes. The default is none.
  /// - Throws: ``MemoryLimitError``.
  static func checkRoom(threads: Int, others: Int = 0) throws(MemoryLimitError) {
    guard isLimited else { return }
    let size = threads * bytesPerThread + others
    let room = mmap(
      nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard room != MAP_FAILED else { throw MemoryLimitError(bytes: size, threads: threads) }
    munmap(room, size)
  }

  /// The address space of a thread that multiplies: 128 MB that OpenBLAS sets aside with its kernels for AVX2 and
  /// AVX-512, and the stack and the share of the heap that the system gives every thread.
  private static let bytesPerThread = 208 << 20

  /// Whether memory is limited.
  static var isLimited: Bool {
    [RLIMIT_AS, RLIMIT_DATA].contains { resource in
      var limit = rlimit()
      return getrlimit(Int32(resource.rawValue), &limit) == 0 && limit.rlim_cur < enough
    }
  }

  /// A larger limit is none.
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
protocol MultiplyingCommand: ThreadedCommand {}

extension Compare: MultiplyingCommand {}
extension Evaluate: MultiplyingCommand {}
extension Predict: MultiplyingCommand {}
extension Recommend: MultiplyingCommand {}
extension Report: MultiplyingCommand {}
extension Train: MultiplyingCommand {}
extension Tune: MultiplyingCommand {}
