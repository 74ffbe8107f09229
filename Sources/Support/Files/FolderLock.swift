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
  /// `.lock` is never opened through a symbolic link, and only a file with this one name is written to: a folder
  /// of somebody else must not lead to other files.
  ///
  /// - Throws: ``FileError/locked(path:holder:)`` when another process holds it;
  ///   ``FileError/cannotCreate(path:reason:)``.
  public init(_ path: String) throws(FileError) {
    let file = path + "/.lock"
    let descriptor = try Self.open(file)
    do throws(FileError) {
      try Self.check(descriptor, file)
      let isLocked = uninterrupted { flock(descriptor, LOCK_EX | LOCK_NB) } == 0
      let (isHeld, reason) = (errno == EWOULDBLOCK, FileError.currentReason)
      abandonedBy = Holder(descriptor)
      guard isLocked else {
        throw isHeld
          ? .locked(path: path, holder: abandonedBy) : .cannotCreate(path: file, reason: reason)
      }
    } catch {
      close(descriptor)
      throw error
    }
    self.descriptor = descriptor
    // The words inform people and decide nothing: a disk too full for them must not keep a folder locked.
    _ = uninterrupted { ftruncate(descriptor, 0) }
    _ = writeAll(Holder.current.encoded, to: descriptor)
  }

  deinit {
    _ = uninterrupted { ftruncate(descriptor, 0) }
    close(descriptor)
  }

  private static func open(_ file: String) throws(FileError) -> Int32 {
    let flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
    let descriptor = uninterrupted { Foundation.open(file, flags, 0o644) }
    guard descriptor < 0 else { return descriptor }
    throw errno == ELOOP
      ? .cannotCreate(path: file, reason: "it is a symbolic link, expected a file or nothing")
      : .creating(file, code: errno, reason: FileError.currentReason)
  }

  private static func check(_ descriptor: Int32, _ file: String) throws(FileError) {
    let status = try FileStatus(of: descriptor, path: file)
    guard status.kind == .regular && status.nameCount == 1 else {
      let found =
        status.kind == .regular ? "a file with \(status.nameCount) names" : status.kind.words
      throw .cannotCreate(path: file, reason: "it is \(found), expected a file of its own")
    }
  }
}

extension FolderLock.Holder: CustomStringConvertible {
  /// `process 1234 since 2026-11-25T02:05:00Z`.
  public var description: String { "process \(process) since \(since)" }

  /// This process, now.
  fileprivate static var current: Self {
    Self(process: getpid(), since: Date().formatted(.iso8601))
  }

  fileprivate var encoded: [UInt8] { Array("\(process) \(since)\n".utf8) }

  /// What an open lock's file says; nil where it says nothing.
  fileprivate init?(_ descriptor: Int32) {
    var contents = [UInt8](repeating: 0, count: 100)
    let limit = contents.count
    let count = uninterrupted { pread(descriptor, &contents, limit, 0) }
    let words = String(decoding: contents.prefix(max(0, count)), as: UTF8.self).split {
      $0.isWhitespace
    }
    guard words.count == 2, let process = Int32(words[0]) else { return nil }
    self.init(process: process, since: String(words[1].prefix(40)))
  }
}
