import Foundation

/// What an output meets at its path.
enum Destination {
  /// A file is to appear there; the one that it replaces, where there is one.
  case file(replacing: FileStatus?)
  /// Something that bytes are written to as they come, open for writing.
  case stream(Int32)

  /// Looks at `path` and opens what is to be written to in place.
  ///
  /// - Throws: ``FileError/cannotCreate(path:reason:)`` for what can be neither replaced nor written to.
  init(_ path: String) throws(FileError) {
    guard let named = try Self.status(path, followingLinks: false) else {
      self = .file(replacing: nil)
      return
    }
    if named.kind == .regular {
      self = .file(replacing: named)
      return
    }
    guard let target = named.kind == .link ? try Self.status(path, followingLinks: true) : named
    else { throw .cannotCreate(path: path, reason: "it is a symbolic link to nothing") }
    if target.kind == .regular, target.isStandardOutput {
      // `/dev/stdout`, where that goes to a file: what stands there stays, and the position counts.
      self = .stream(try Self.checked(fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3), path))
      return
    }
    guard target.isStream else { throw Self.refusal(path, named: named, target) }
    let flags = O_WRONLY | O_CLOEXEC | O_NOCTTY
    let descriptor = try Self.checked(uninterrupted { open(path, flags) }, path)
    // Another file may have got the name since.
    guard let opened = try? FileStatus(of: descriptor, path: path), opened.isStream else {
      close(descriptor)
      throw .cannotCreate(path: path, reason: "it changed while it was opened")
    }
    self = .stream(descriptor)
  }

  /// Refuses to put a folder in the place of anything but a folder.
  ///
  /// - Returns: The folder that is there.
  /// - Throws: ``FileError/cannotCreate(path:reason:)``.
  @discardableResult
  static func folder(_ path: String) throws(FileError) -> FileStatus? {
    let named = try status(path, followingLinks: false)
    if let named, named.kind != .folder {
      throw .cannotCreate(
        path: path, reason: "it is \(named.kind.words), expected a folder or nothing")
    }
    return named
  }

  private static func refusal(
    _ path: String, named: FileStatus, _ target: FileStatus
  ) -> FileError {
    let link = named.kind == .link ? "a symbolic link to " : ""
    return .cannotCreate(
      path: path, reason: "it is \(link)\(target.kind.words), expected a file or nothing")
  }

  private static func status(
    _ path: String, followingLinks: Bool
  ) throws(FileError) -> FileStatus? {
    do {
      return try FileStatus(path, followingLinks: followingLinks)
    } catch {
      guard case .unreadable(_, let reason) = error else { throw error }
      throw .cannotCreate(path: path, reason: reason)
    }
  }

  private static func checked(_ descriptor: Int32, _ path: String) throws(FileError) -> Int32 {
    guard descriptor >= 0 else {
      throw .creating(path, code: errno, reason: FileError.currentReason)
    }
    return descriptor
  }
}

extension FileStatus {
  /// Whether bytes can be written one after the other, and nothing is lost by it.
  fileprivate var isStream: Bool { kind == .characterDevice || kind == .pipe }

  fileprivate var isStandardOutput: Bool {
    guard let output = try? FileStatus(of: STDOUT_FILENO, path: "standard output") else {
      return false
    }
    return isSameFile(as: output)
  }
}
