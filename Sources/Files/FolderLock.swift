import Foundation

/// The right to change a folder, held by one process at a time.
///
/// The operating system releases it when the process ends, however it ends; the file stays and means nothing
/// by itself.
public final class FolderLock {
  private let descriptor: Int32

  /// Locks the folder at `path`.
  ///
  /// - Throws: ``FileError/locked(path:)`` when another process holds it;
  ///   ``FileError/cannotCreate(path:reason:)``.
  public init(_ path: String) throws(FileError) {
    let file = path + "/.lock"
    descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw .cannotCreate(path: file, reason: FileError.currentReason)
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let isHeld = errno == EWOULDBLOCK
      let reason = FileError.currentReason
      close(descriptor)
      throw isHeld ? .locked(path: path) : .cannotCreate(path: file, reason: reason)
    }
  }

  deinit { close(descriptor) }
}
