import Foundation

/// A folder that is being read.
///
/// Symbolic links on the way to it are followed once, so that all files come from one folder while a link such
/// as `models/current` is being replaced; and ``Folder/removeUnlessPinned(_:)`` spares it as long as the
/// value lives.
public final class PinnedFolder {
  /// The folder, as it was named where there are no symbolic links on the way, else without them.
  public let path: String
  private let descriptor: Int32

  /// How often a folder that is removed under the reader's hands is looked for anew, at most.
  private static let attempts = 200
  /// Microseconds between two looks.
  private static let pause: UInt32 = 5_000

  /// Pins the folder at `path`.
  ///
  /// - Throws: ``FileError/missing(path:)``, ``FileError/unreadable(path:reason:)``.
  public init(_ path: String) throws(FileError) {
    var reason = ""
    for attempt in 0..<Self.attempts {
      if attempt > 0 { usleep(Self.pause) }
      let resolved = Self.resolved(path)
      let descriptor = uninterrupted { open(resolved, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
      guard descriptor >= 0 else {
        // The link was read before it was replaced, and its old target is gone.
        if errno == ENOENT && Self.resolved(path) != resolved { continue }
        throw Self.failure(path)
      }
      // A file system without locks serves readers all the same.
      let isGoing =
        uninterrupted({ flock(descriptor, LOCK_SH | LOCK_NB) }) != 0 && errno == EWOULDBLOCK
      if !isGoing && Self.isAt(resolved, descriptor) {
        self.path = resolved
        self.descriptor = descriptor
        return
      }
      reason = "the folder is removed while it is being opened"
      close(descriptor)
    }
    throw .unreadable(path: path, reason: reason)
  }

  deinit { close(descriptor) }

  /// Why the folder cannot be opened; something else in its place counts as no folder.
  private static func failure(_ path: String) -> FileError {
    switch errno {
    case ENOENT: .missing(path: path)
    case ENOTDIR: .missing(path: path.hasSuffix("/") ? path : path + "/")
    default: .unreadable(path: path, reason: FileError.currentReason)
    }
  }

  private static func resolved(_ path: String) -> String {
    let plain = URL(fileURLWithPath: path).standardizedFileURL.path
    let resolved = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    return resolved == plain ? path : resolved
  }

  /// Whether the open folder still has this name.
  private static func isAt(_ path: String, _ descriptor: Int32) -> Bool {
    guard let named = try? FileStatus(path),
      let opened = try? FileStatus(of: descriptor, path: path)
    else { return false }
    return named.isSameFile(as: opened)
  }
}

extension Folder {
  /// Removes the folder at `path` with all that is in it, unless somebody reads it.
  ///
  /// It loses its name first, so that nobody finds half of it.
  ///
  /// - Returns: Whether it was removed; false means that a ``PinnedFolder`` holds it.
  /// - Throws: ``FileError/missing(path:)``, ``FileError/cannotRemove(path:reason:)``.
  public static func removeUnlessPinned(_ path: String) throws(FileError) -> Bool {
    let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW
    let descriptor = uninterrupted { open(path, flags) }
    guard descriptor >= 0 else {
      throw errno == ENOENT
        ? .missing(path: path) : .cannotRemove(path: path, reason: FileError.currentReason)
    }
    defer { close(descriptor) }
    let isPinned = uninterrupted { flock(descriptor, LOCK_EX | LOCK_NB) } != 0
    if isPinned && errno == EWOULDBLOCK { return false }
    let nameless = HiddenName.neighbour(of: path, .old)
    guard rename(path, nameless) == 0 else {
      throw .cannotRemove(path: path, reason: FileError.currentReason)
    }
    do {
      try FileManager.default.removeItem(atPath: nameless)
    } catch {
      throw .cannotRemove(path: nameless, reason: error.localizedDescription)
    }
    return true
  }
}
