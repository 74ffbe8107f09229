import Foundation

/// A file that TensorBoard reads: scalars, histograms and text in, bytes out.
///
/// The file grows record by record, as TensorBoard reads it while it grows; it is the one kind of file of
/// Octavo's that does not appear whole. A record cut short by a kill is passed over by readers, and the next
/// run writes another file. A record is
///
///     length (8 bytes) · masked CRC-32C of the length · message · masked CRC-32C of the message
///
/// with all numbers little-endian: TensorFlow's `TFRecord`.
public final class EventFile {
  /// Where the file is.
  public let path: String
  private let descriptor: Int32
  private var pending: [UInt8] = []

  /// Creates a file in `folder`, named so that readers take it after all that are there.
  ///
  /// - Throws: `FileError.cannotCreate`, `FileError.writeFailed`.
  public init(folder: String) throws(FileError) {
    path = Self.newPath(in: folder)
    let (path, flags) = (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC)
    descriptor = uninterrupted { open(path, flags, 0o644) }
    guard descriptor >= 0 else {
      throw .creating(path, code: errno, reason: FileError.currentReason)
    }
    append(Event.fileVersion(wallTime: Date().timeIntervalSince1970))
    try flush()
  }

  deinit { close(descriptor) }

  /// Adds an event of step `step`; it is in the file after the next ``flush()``.
  public func append(_ event: Event, step: Int) {
    append(event.encoded(wallTime: Date().timeIntervalSince1970, step: step))
  }

  /// Adds an event of a session of hyperparameters.
  func append(_ hyperparameters: Hyperparameters, _ event: Hyperparameters.Event) {
    append(
      hyperparameters.encoded(event, wallTime: Date().timeIntervalSince1970, step: 0))
  }

  /// Writes what was added.
  ///
  /// - Throws: `FileError.writeFailed`.
  public func flush() throws(FileError) {
    guard writeAll(pending, to: descriptor) else {
      throw .writeFailed(path: path, reason: FileError.currentReason)
    }
    pending.removeAll(keepingCapacity: true)
  }

  private func append(_ message: [UInt8]) {
    let length = littleEndian(UInt64(message.count), bytes: 8)
    pending += length + littleEndian(UInt64(maskedChecksum(of: length)), bytes: 4)
    pending += message + littleEndian(UInt64(maskedChecksum(of: message)), bytes: 4)
  }

  /// Whether a file of this name is one that TensorBoard reads.
  package static func isName(_ name: String) -> Bool { name.hasPrefix(prefix) }

  private static let prefix = "events.out.tfevents."

  /// `events.out.tfevents.SECONDS.HOST.PROCESS`: readers take files in the order of their names.
  private static func newPath(in folder: String) -> String {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let latest = names.compactMap { name in
      name.hasPrefix(prefix) ? Int(name.dropFirst(prefix.count).prefix { $0.isNumber }) : nil
    }.max()
    let seconds = max(Int(Date().timeIntervalSince1970), (latest ?? 0) + 1)
    let host = ProcessInfo.processInfo.hostName
    return "\(folder)/\(prefix)\(seconds).\(host).\(getpid())"
  }
}

/// A checksum as records hold it: rotated and displaced, because a checksum of data that hold their own
/// checksum would be weak.
private func maskedChecksum(of bytes: [UInt8]) -> UInt32 {
  let checksum = CRC32C(of: bytes).value
  return (checksum >> 15 | checksum << 17) &+ 0xA282_EAD8
}

private func littleEndian(_ value: UInt64, bytes count: Int) -> [UInt8] {
  (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) }
}
