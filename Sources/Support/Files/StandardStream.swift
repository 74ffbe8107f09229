import Foundation
import Synchronization

/// Standard output and standard error, which may be closed, full or without a reader.
public enum StandardStream {
  /// Makes the three standard streams what the rest of the program takes them for; called first.
  ///
  /// A stream that is closed is opened on nothing, in the direction in which it is of no use: otherwise the next
  /// file that is opened would get its number, and messages go into it. A write that nobody can take is an
  /// error, not the end of the process.
  public static func prepare() {
    for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]
    where fcntl(stream, F_GETFD) < 0 && errno == EBADF {
      // The lowest free number is this one, since those below are open.
      _ = uninterrupted { open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY) }
    }
    // A pipe without a reader gives EPIPE and a file beyond its limit EFBIG.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
  }

  /// Whether nothing is written but what ``writeFailure(_:)`` writes: one of several processes speaks for all.
  private static let isSilent = Atomic(false)

  /// From now on writes nothing but what ``writeFailure(_:)`` writes.
  package static func silence() { isSilent.store(true, ordering: .relaxed) }

  /// Writes why the process ends to standard error, a silent process too.
  ///
  /// What could drive a terminal is replaced.
  package static func writeFailure(_ text: String) {
    _ = writeAll(Array(text.safeLines.utf8), to: STDERR_FILENO)
  }

  /// Writes `text` to standard error; a message that nobody can read is no reason to end the work.
  ///
  /// - Parameter isOwn: Whether all of it is the program's, such as a line on a terminal that is to be wiped. The
  ///   default is false: what could drive a terminal is replaced.
  public static func writeError(_ text: String, isOwn: Bool = false) {
    guard !isSilent.load(ordering: .relaxed) else { return }
    _ = writeAll(Array((isOwn ? text : text.safeLines).utf8), to: STDERR_FILENO)
  }

  /// Writes `text` to standard output at once.
  ///
  /// - Parameter isData: Whether it is a table for programs, which gets its bytes as they are unless it goes to a
  ///   terminal. The default is false: what could drive a terminal is replaced.
  /// - Throws: ``FileError/writeFailed(path:reason:)``, when nobody reads or a device is full.
  public static func writeOutput(_ text: String, isData: Bool = false) throws(FileError) {
    guard !isSilent.load(ordering: .relaxed) else { return }
    let isRaw = isData && isatty(STDOUT_FILENO) == 0
    guard writeAll(Array((isRaw ? text : text.safeLines).utf8), to: STDOUT_FILENO) else {
      throw outputFailure
    }
  }

  /// Writes the bytes of a file to standard output, as they are; a terminal gets what of them is text, made safe.
  ///
  /// - Throws: As ``writeOutput(_:isData:)``.
  package static func writeOutput(bytes: [UInt8]) throws(FileError) {
    guard !isSilent.load(ordering: .relaxed) else { return }
    guard isatty(STDOUT_FILENO) == 0 else {
      return try writeOutput(String(decoding: bytes, as: UTF8.self))
    }
    guard writeAll(bytes, to: STDOUT_FILENO) else { throw outputFailure }
  }

  private static var outputFailure: FileError {
    .writeFailed(path: "standard output", reason: FileError.currentReason)
  }
}
