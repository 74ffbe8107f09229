import Foundation

/// Symbolic links that are replaced in one instant.
public enum SymbolicLink {
  /// Where the link at `path` points, as it stands in the link; nil where nothing is at `path`.
  ///
  /// - Throws: ``FileError/unreadable(path:reason:)`` for what is no link.
  public static func target(of path: String) throws(FileError) -> String? {
    guard let status = try FileStatus(path, followingLinks: false) else { return nil }
    guard status.kind == .link else {
      throw .unreadable(path: path, reason: "found no symbolic link, expected one")
    }
    do {
      return try FileManager.default.destinationOfSymbolicLink(atPath: path)
    } catch {
      throw .unreadable(path: path, reason: error.localizedDescription)
    }
  }

  /// Creates a link at `path` that points to `target`; what was at `path` is no longer there.
  ///
  /// - Throws: ``FileError/cannotCreate(path:reason:)``.
  public static func create(_ path: String, to target: String) throws(FileError) {
    unlink(path)
    guard symlink(target, path) == 0 else {
      throw .creating(path, code: errno, reason: FileError.currentReason)
    }
  }

  /// Renames the link at `path` to `other`, replacing what has that name, and flushes the folder.
  ///
  /// Whoever follows `other` meanwhile gets the old target or the new one.
  ///
  /// - Throws: ``FileError/writeFailed(path:reason:)``.
  public static func rename(_ path: String, to other: String) throws(FileError) {
    guard Foundation.rename(path, other) == 0 else {
      throw .writeFailed(path: other, reason: FileError.currentReason)
    }
    try Folder.synchronize(URL(fileURLWithPath: other).deletingLastPathComponent().path)
  }
}
