import Foundation

/// A file that appears whole or not at all.
///
/// Bytes go to a hidden neighbour of the destination. ``commit()`` flushes them to the device, renames
/// the neighbour over the destination and flushes the folder; until then the destination is untouched.
/// A value that is released without a commit removes its neighbour. A file that is renewed keeps its
/// permissions and, where that is allowed, its owner.
///
/// Only a regular file is replaced. To a terminal, another device of characters such as `/dev/null`, or a pipe
/// the bytes are written as they come; symbolic links to files, folders and disks are refused.
public final class AtomicFile {
  /// Where the file will appear.
  public let path: String
  private let descriptor: Int32
  /// The hidden neighbour; nil where the destination itself is written to.
  private let temporaryPath: String?
  private var pending: [UInt8] = []
  private var committed = false

  private static let bufferSize = 1 << 18

  /// Looks at what is at `path`, and creates the hidden neighbour.
  ///
  /// - Throws: ``FileError/cannotCreate(path:reason:)``; ``FileError/writeFailed(path:reason:)`` on a full disk.
  public init(path: String) throws(FileError) {
    self.path = path
    let destination = try Destination(path)
    switch destination {
    case .file(let replaced):
      let neighbour = HiddenName.neighbour(of: path, .partial)
      temporaryPath = neighbour
      descriptor = try Self.create(neighbour, for: path, replacing: replaced)
    case .stream(let open):
      (temporaryPath, descriptor) = (nil, open)
    }
    pending.reserveCapacity(Self.bufferSize)
  }

  deinit {
    close(descriptor)
    if let temporaryPath, !committed { unlink(temporaryPath) }
  }

  /// Creates the hidden neighbour, which nobody may read that could not read the file it replaces.
  private static func create(
    _ neighbour: String, for path: String, replacing replaced: FileStatus?
  ) throws(FileError) -> Int32 {
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
    let descriptor = uninterrupted { open(neighbour, flags, replaced?.permissions ?? 0o644) }
    guard descriptor >= 0 else {
      throw .creating(path, code: errno, reason: FileError.currentReason)
    }
    if let replaced {
      // Only root may give files away; for others the owner is the same or becomes so.
      _ = uninterrupted { fchown(descriptor, replaced.owner, replaced.group) }
      _ = uninterrupted { fchmod(descriptor, replaced.permissions) }
    }
    return descriptor
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

  /// Makes the file appear at ``path``, whole and on the device; a stream has got its bytes already.
  ///
  /// - Throws: ``FileError/writeFailed(path:reason:)``; the destination is then as it was.
  public func commit() throws(FileError) {
    precondition(!committed, "the file at \(path) is committed already")
    try flush()
    guard let temporaryPath else {
      committed = true
      return
    }
    guard uninterrupted({ fsync(descriptor) }) == 0 else { throw failure() }
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
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let prefix = HiddenName.prefix(of: path)
    for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    where name.hasPrefix(prefix) && HiddenName.isLeftover(name) {
      unlink(folder + "/" + name)
    }
  }

  private func flush() throws(FileError) {
    guard writeAll(pending, to: descriptor) else { throw failure() }
    pending.removeAll(keepingCapacity: true)
  }

  private func failure() -> FileError {
    .writeFailed(path: path, reason: FileError.currentReason)
  }
}
