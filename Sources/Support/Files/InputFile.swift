public import Foundation

/// A file that somebody else wrote, open for reading.
///
/// It is opened once, so that all that is read comes from one file, whatever is renamed meanwhile. Reading
/// copies: a file that is cut short is an error, where mapped memory would be a signal. Several threads may read
/// at once.
public final class InputFile: Sendable {
  /// Where it was opened, for messages.
  public let path: String
  private let descriptor: Int32
  private let status: FileStatus

  /// Opens the regular file at `path`.
  ///
  /// Directories, devices, pipes and sockets are refused: their size says nothing about their content.
  ///
  /// - Throws: ``FileError/missing(path:)``, ``FileError/notARegularFile(path:found:)``,
  ///   ``FileError/unreadable(path:reason:)``.
  public convenience init(_ path: String) throws(FileError) {
    let descriptor = uninterrupted { open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) }
    guard descriptor >= 0 else {
      throw errno == ENOENT || errno == ENOTDIR
        ? .missing(path: path) : .unreadable(path: path, reason: FileError.currentReason)
    }
    try self.init(descriptor, path: path)
  }

  /// Takes over an open regular file, which is closed if it is something else.
  ///
  /// - Throws: As ``init(_:)``.
  init(_ descriptor: Int32, path: String) throws(FileError) {
    self.path = path
    do throws(FileError) {
      status = try FileStatus(of: descriptor, path: path)
      guard status.kind == .regular else {
        throw FileError.notARegularFile(path: path, found: status.kind.words)
      }
    } catch {
      close(descriptor)
      throw error
    }
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// How many bytes it had when it was opened.
  public var size: Int { status.size }

  /// The bytes in `range`.
  ///
  /// - Throws: ``FileError/unreadable(path:reason:)``, also where the file has become shorter.
  public func read(_ range: Range<Int>) throws(FileError) -> [UInt8] {
    let bytes = try read(at: range.lowerBound, upTo: range.count)
    guard bytes.count == range.count else { throw changed }
    return bytes
  }

  /// The bytes from `offset` on, `count` of them or as many as there are.
  ///
  /// - Throws: ``FileError/unreadable(path:reason:)``.
  public func read(at offset: Int, upTo count: Int) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count {
      let (start, room) = (off_t(offset + bytes.count), count - bytes.count)
      var part = [UInt8](repeating: 0, count: room)
      let found = uninterrupted { pread(descriptor, &part, room, start) }
      guard found >= 0 else {
        throw .unreadable(path: path, reason: FileError.currentReason)
      }
      if found == 0 { break }
      part.removeLast(room - found)
      // Almost always all comes at once.
      if bytes.isEmpty { bytes = part } else { bytes += part }
    }
    return bytes
  }

  /// Checks that nobody has written to the file since it was opened; called when all was read.
  ///
  /// - Throws: ``FileError/unreadable(path:reason:)``.
  public func checkUnchanged() throws(FileError) {
    let now = try FileStatus(of: descriptor, path: path)
    guard now.hasContent(of: status) else { throw changed }
  }

  /// The file became another one while it was read.
  public var changed: FileError {
    .unreadable(path: path, reason: "it changed while it was read; write beside it and rename")
  }
}

extension InputFile {
  /// The whole content of the regular file at `path`.
  ///
  /// - Throws: As ``init(_:)``.
  public static func contents(of path: String) throws(FileError) -> Data {
    let file = try InputFile(path)
    let bytes = try file.read(0..<file.size)
    try file.checkUnchanged()
    return Data(bytes)
  }

  /// The CRC-32C of the regular file at `path`, in hexadecimal.
  ///
  /// - Throws: As ``init(_:)``.
  public static func checksum(of path: String) throws(FileError) -> String {
    let file = try InputFile(path)
    var checksum = CRC32C()
    for start in stride(from: 0, to: file.size, by: 1 << 20) {
      checksum.update(try file.read(start..<min(start + 1 << 20, file.size)))
    }
    try file.checkUnchanged()
    return String(checksum.value, radix: 16)
  }
}
