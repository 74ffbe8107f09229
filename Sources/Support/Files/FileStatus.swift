import Foundation

/// What the file system says of a path or of an open file.
public struct FileStatus: Sendable, Equatable {
  /// What kinds of files there are.
  public enum Kind: Sendable, Equatable {
    case regular, folder, link, characterDevice, blockDevice, pipe, socket, other

    fileprivate init(_ mode: mode_t) {
      self =
        switch mode & S_IFMT {
        case S_IFREG: .regular
        case S_IFDIR: .folder
        case S_IFLNK: .link
        case S_IFCHR: .characterDevice
        case S_IFBLK: .blockDevice
        case S_IFIFO: .pipe
        case S_IFSOCK: .socket
        default: .other
        }
    }

    /// The kind in words: `a directory`.
    var words: String {
      switch self {
      case .regular: "a regular file"
      case .folder: "a directory"
      case .link: "a symbolic link"
      case .characterDevice, .blockDevice: "a device"
      case .pipe: "a pipe"
      case .socket: "a socket"
      case .other: "a special file"
      }
    }
  }

  /// What it is.
  public let kind: Kind
  /// Its bytes.
  public let size: Int
  /// Who may read and write it: the last nine bits.
  let permissions: mode_t
  package let (owner, group): (uid_t, gid_t)
  /// How many names it has.
  let nameCount: Int
  /// Which file it is.
  private let (device, inode): (UInt64, UInt64)
  /// When its content was last written, in seconds and nanoseconds.
  private let (seconds, nanoseconds): (Int, Int)

  private init(_ status: stat) {
    kind = Kind(status.st_mode)
    size = Int(status.st_size)
    permissions = status.st_mode & 0o777
    (owner, group) = (status.st_uid, status.st_gid)
    nameCount = Int(status.st_nlink)
    (device, inode) = (UInt64(status.st_dev), UInt64(status.st_ino))
    (seconds, nanoseconds) = (Int(status.st_mtim.tv_sec), Int(status.st_mtim.tv_nsec))
  }

  /// The status of what is at `path`; nil where nothing is.
  ///
  /// Only a file that is not there is missing: where the system cannot tell, that is an error.
  ///
  /// - Parameter followingLinks: Whether a symbolic link stands for what it points to. The default is true.
  /// - Throws: ``FileError/unreadable(path:reason:)``.
  public init?(_ path: String, followingLinks: Bool = true) throws(FileError) {
    var status = stat()
    let result = uninterrupted { followingLinks ? stat(path, &status) : lstat(path, &status) }
    guard result == 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw .unreadable(path: path, reason: FileError.currentReason)
    }
    self.init(status)
  }

  /// The status of an open file, whose `path` is for messages.
  init(of descriptor: Int32, path: String) throws(FileError) {
    var status = stat()
    guard uninterrupted({ fstat(descriptor, &status) }) == 0 else {
      throw .unreadable(path: path, reason: FileError.currentReason)
    }
    self.init(status)
  }

  /// Whether something is at `path`.
  ///
  /// - Throws: ``FileError/unreadable(path:reason:)`` where the system cannot tell.
  public static func exists(_ path: String) throws(FileError) -> Bool {
    try FileStatus(path) != nil
  }

  /// Whether both are one file that nobody wrote to in between.
  func hasContent(of other: FileStatus) -> Bool {
    isSameFile(as: other) && size == other.size && seconds == other.seconds
      && nanoseconds == other.nanoseconds
  }

  /// Whether both are one file, whatever its content.
  func isSameFile(as other: FileStatus) -> Bool {
    device == other.device && inode == other.inode
  }
}
