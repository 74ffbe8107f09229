import Foundation

/// A file that appears whole or not at all.
///
/// Bytes go to a hidden neighbour of the destination. ``commit()`` flushes them to the device, renames
/// the neighbour over the destination and flushes the folder; until then the destination is untouched.
/// A value that is released without a commit removes its neighbour.
public final class AtomicFile {
  /// Where the file will appear.
  public let path: String
  private let temporaryPath: String
  private let handle: FileHandle
  private var pending = Data()
  private var committed = false

  private static let bufferSize = 1 << 18

  /// Creates the hidden neighbour.
  ///
  /// - Throws: ``FileError/cannotCreate(path:reason:)``; ``FileError/writeFailed(path:reason:)`` on a full disk.
  public init(path: String) throws(FileError) {
    self.path = path
    let url = URL(fileURLWithPath: path)
    let name = ".\(url.lastPathComponent).\(getpid()).\(UInt32.random(in: 0 ... .max)).partial"
    temporaryPath = url.deletingLastPathComponent().appendingPathComponent(name).path
    let descriptor = open(temporaryPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw .creating(path, code: errno, reason: FileError.currentReason)
    }
    handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    pending.reserveCapacity(Self.bufferSize)
  }

  deinit {
    if !committed { unlink(temporaryPath) }
  }

  /// Appends `bytes`.
  ///
  /// - Throws: ``FileError/writeFailed(path:reason:)``.
  public func write(_ bytes: some Sequence<UInt8>) throws(FileError) {
    pending.append(contentsOf: bytes)
    if pending.count >= Self.bufferSize { try flush() }
  }

  /// Appends `text` as UTF-8.
  ///
  /// - Throws: ``FileError/writeFailed(path:reason:)``.
  public func write(_ text: String) throws(FileError) {
    try write(text.utf8)
  }

  /// Makes the file appear at ``path``, whole and on the device.
  ///
  /// - Throws: ``FileError/writeFailed(path:reason:)``; the destination is then as it was.
  public func commit() throws(FileError) {
    precondition(!committed, "the file at \(path) is committed already")
    try flush()
    guard fsync(handle.fileDescriptor) == 0 else { throw failure() }
    guard rename(temporaryPath, path) == 0 else { throw failure() }
    committed = true
    try Folder.synchronize(URL(fileURLWithPath: path).deletingLastPathComponent().path)
  }

  /// Writes `contents` to `path`, whole or not at all.
  ///
  /// - Throws: ``FileError/cannotCreate(path:reason:)``, ``FileError/writeFailed(path:reason:)``.
  public static func write(_ contents: some Sequence<UInt8>, to path: String) throws(FileError) {
    let file = try AtomicFile(path: path)
    try file.write(contents)
    try file.commit()
  }

  /// Removes the hidden neighbours of `path` that killed processes have left; those of living ones stay.
  public static func removeLeftovers(of path: String) {
    let url = URL(fileURLWithPath: path)
    let folder = url.deletingLastPathComponent().path
    let prefix = ".\(url.lastPathComponent)."
    for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    where name.hasPrefix(prefix) {
      let parts = name.dropFirst(prefix.count).split(separator: ".")
      guard parts.count == 3, parts[2] == "partial", let process = Int32(parts[0]), process > 0,
        UInt32(parts[1]) != nil, kill(process, 0) != 0, errno == ESRCH
      else { continue }
      unlink(folder + "/" + name)
    }
  }

  private func flush() throws(FileError) {
    do {
      try handle.write(contentsOf: pending)
    } catch {
      throw failure()
    }
    pending.removeAll(keepingCapacity: true)
  }

  private func failure() -> FileError {
    .writeFailed(path: path, reason: FileError.currentReason)
  }
}
