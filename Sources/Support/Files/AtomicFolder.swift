internal import CRename
import Foundation

/// A folder that appears whole or not at all.
///
/// Files go into a hidden neighbour; ``commit()`` renames it into place. A folder that is in the way changes
/// places with it in the same instant, so that at every moment there is one of the two, and is then removed.
/// File systems that cannot exchange names have a moment without either; the old one is then beside, with
/// `.old` at the end of its name. A value that is released without a commit removes its neighbour. A folder that
/// is renewed keeps its permissions; what is no folder is never replaced.
public final class AtomicFolder {
  /// Where the folder will appear.
  public let path: String
  /// Where its files go until then.
  public let temporaryPath: String
  private var committed = false

  /// Creates the hidden neighbour, and the folder around it where that is missing.
  ///
  /// - Throws: ``FileError/cannotCreate(path:reason:)``.
  public init(path: String) throws(FileError) {
    self.path = path
    try Destination.folder(path)
    temporaryPath = HiddenName.neighbour(of: path, .partial)
    try Folder.create(temporaryPath)
  }

  deinit {
    if !committed { try? FileManager.default.removeItem(atPath: temporaryPath) }
  }

  /// Makes the folder appear at ``path``.
  ///
  /// - Throws: ``FileError/writeFailed(path:reason:)``; what was at ``path`` is then there again, or, where
  ///   not even that can be done, the new folder is; ``FileError/cannotCreate(path:reason:)`` where no folder is at ``path``, but something else.
  public func commit() throws(FileError) {
    if let replaced = try Destination.folder(path) {
      _ = uninterrupted { chmod(temporaryPath, replaced.permissions) }
    }
    try Folder.synchronize(temporaryPath)
    if exchange() { return try finish(removing: temporaryPath, undo: exchange) }
    let old = HiddenName.neighbour(of: path, .old)
    let isReplacing = rename(path, old) == 0
    guard rename(temporaryPath, path) == 0 else {
      let failure = FileError.writeFailed(path: path, reason: FileError.currentReason)
      if isReplacing { rename(old, path) }
      throw failure
    }
    try finish(removing: isReplacing ? old : nil, undo: { false })
  }

  /// Exchanges the names of the neighbour and of the folder that is in the way, where there is one.
  private func exchange() -> Bool {
    octavo_exchange_names(temporaryPath, path) == 0
  }

  /// Flushes the names and removes the folder that was in the way; `undo` tries to bring it back where names
  /// cannot be flushed, so that a device that fails leaves the old folder and nothing hidden.
  private func finish(removing old: String?, undo: () -> Bool) throws(FileError) {
    committed = true
    defer { if committed, let old { try? FileManager.default.removeItem(atPath: old) } }
    do throws(FileError) {
      try Folder.synchronize(URL(fileURLWithPath: path).deletingLastPathComponent().path)
    } catch {
      committed = !undo()
      throw error
    }
  }
}

extension Folder {
  /// Removes what writers that were killed have left in the folder at `path`.
  ///
  /// Only what ``AtomicFile`` and ``AtomicFolder`` made, and no living process is at: other hidden files stay.
  ///
  /// - Returns: The names of what was removed, sorted.
  @discardableResult
  public static func removePartialFiles(in path: String) -> [String] {
    removePartialFiles(in: path) { _ in true }
  }

  /// Removes what writers of the file or folder at `path` that were killed have left beside it.
  package static func removePartialFiles(of path: String) {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let prefix = HiddenName.prefix(of: path)
    _ = removePartialFiles(in: folder) { $0.hasPrefix(prefix) }
  }

  private static func removePartialFiles(
    in path: String, where isOfInterest: (String) -> Bool
  ) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.filter { name in
      isOfInterest(name) && HiddenName.isLeftover(name)
        && (try? FileManager.default.removeItem(atPath: path + "/" + name)) != nil
    }.sorted()
  }
}

/// Folders as a whole.
public enum Folder {
  /// Creates the folder at `path` and those around it, where they are missing.
  ///
  /// - Throws: ``FileError/cannotCreate(path:reason:)`` with the operating system's reason, which
  ///   `FileManager` would keep to itself; ``FileError/writeFailed(path:reason:)`` on a full disk.
  public static func create(_ path: String) throws(FileError) {
    if try isFolder(path) { return }
    // Foundation traps on a path of one character.
    let parent = path.contains("/") ? (path as NSString).deletingLastPathComponent : ""
    if !parent.isEmpty { try create(parent) }
    // Another process may have made the folder since.
    guard mkdir(path, 0o777) != 0 else { return }
    let (code, reason) = (errno, FileError.currentReason)
    guard code == EEXIST, try isFolder(path) else {
      throw .creating(path, code: code, reason: reason)
    }
  }

  private static func isFolder(_ path: String) throws(FileError) -> Bool {
    do {
      return try FileStatus(path)?.kind == .folder
    } catch {
      guard case .unreadable(_, let reason) = error else { throw error }
      throw .cannotCreate(path: path, reason: reason)
    }
  }

  /// Flushes the names in the folder at `path`, so that a rename in it survives a power cut.
  ///
  /// - Throws: ``FileError/writeFailed(path:reason:)``.
  public static func synchronize(_ path: String) throws(FileError) {
    try flush(path, O_DIRECTORY)
  }

  /// Flushes the folder at `path` with all that is in it: files first, then the folders that name them.
  ///
  /// Symbolic links are not followed.
  ///
  /// - Throws: ``FileError/writeFailed(path:reason:)``.
  public static func synchronizeTree(_ path: String) throws(FileError) {
    for entry in try entries(of: path) where entry.status.kind != .link {
      if entry.status.kind == .folder {
        try synchronizeTree(entry.path)
      } else {
        try flush(entry.path, O_NONBLOCK)
      }
    }
    try synchronize(path)
  }

  /// The bytes of all files in the folder at `path` and in those below it.
  ///
  /// - Throws: ``FileError/unreadable(path:reason:)``.
  public static func size(of path: String) throws(FileError) -> Int {
    var size = 0
    for entry in try entries(of: path) {
      size +=
        entry.status.kind == .folder ? try Folder.size(of: entry.path) : entry.status.size
    }
    return size
  }

  private static func flush(_ path: String, _ flag: Int32) throws(FileError) {
    let descriptor = uninterrupted { open(path, O_RDONLY | O_CLOEXEC | flag) }
    guard descriptor >= 0 else { throw .writeFailed(path: path, reason: FileError.currentReason) }
    defer { close(descriptor) }
    guard uninterrupted({ fsync(descriptor) }) == 0 else {
      throw .writeFailed(path: path, reason: FileError.currentReason)
    }
  }

  private typealias Entry = (path: String, status: FileStatus)

  /// What is in the folder at `path`, links as links; without what was removed meanwhile.
  private static func entries(of path: String) throws(FileError) -> [Entry] {
    var entries: [Entry] = []
    for name in try names(in: path) {
      let entry = path + "/" + name
      if let status = try FileStatus(entry, followingLinks: false) {
        entries.append((entry, status))
      }
    }
    return entries
  }

  /// The names in the folder at `path`, sorted.
  ///
  /// - Throws: ``FileError/unreadable(path:reason:)``.
  public static func names(in path: String) throws(FileError) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    } catch {
      throw .unreadable(path: path, reason: error.localizedDescription)
    }
  }
}
