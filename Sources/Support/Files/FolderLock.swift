import Foundation

/// The right to change a folder, held by one process at a time.
///
/// The operating system releases it when the process ends, however it ends. The file `.lock` stays; it says
/// who holds the lock, and is emptied when the lock is given back, so that words in it tell of a process that
/// was killed.
public final class FolderLock {
  /// Who holds a lock, or held it.
  public struct Holder: Sendable, Equatable {
    /// The process.
    public var process: Int32
    /// Since when, as in `2026-11-25T02:05:00Z`.
    public var since: String

    /// A holder of these parts.
    public init(process: Int32, since: String) {
      self.process = process
      self.since = since
    }
  }

  /// Who held the lock before and ended without giving it back, killed or in a power cut; else nil.
  public let abandonedBy: Holder?
  private let descriptor: Int32

  /// Locks the folder at `path`.
  ///
  /// - Throws: ``FileError/locked(path:holder:)`` when another process holds it;
  ///   ``FileError/cannotCreate(path:reason:)``.
  public init(_ path: String) throws(FileError) {
    let file = path + "/.lock"
    let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw .cannotCreate(path: file, reason: FileError.currentReason)
    }
    let isLocked = flock(descriptor, LOCK_EX | LOCK_NB) == 0
    let isHeld = errno == EWOULDBLOCK
    let reason = FileError.currentReason
    let holder = (try? InputFile.contents(of: file)).flatMap(Holder.init)
    guard isLocked else {
      close(descriptor)
      throw isHeld
        ? .locked(path: path, holder: holder) : .cannotCreate(path: file, reason: reason)
    }
    self.descriptor = descriptor
    abandonedBy = holder
    ftruncate(descriptor, 0)
    // The words inform people and decide nothing: a disk too full for them must not keep a folder locked.
    try? FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
      .write(contentsOf: Holder.current.encoded)
  }

  deinit {
    ftruncate(descriptor, 0)
    close(descriptor)
  }
}

extension FolderLock.Holder: CustomStringConvertible {
  /// `process 1234 since 2026-11-25T02:05:00Z`.
  public var description: String { "process \(process) since \(since)" }

  /// This process, now.
  fileprivate static var current: Self {
    Self(process: getpid(), since: Date().formatted(.iso8601))
  }

  fileprivate var encoded: Data { Data("\(process) \(since)\n".utf8) }

  /// What a lock's file says; nil where it says nothing.
  fileprivate init?(_ contents: Data) {
    let words = String(decoding: contents, as: UTF8.self).split { $0.isWhitespace }
    guard words.count == 2, let process = Int32(words[0]) else { return nil }
    self.init(process: process, since: String(words[1].prefix(40)))
  }
}
