import Foundation

/// What can go wrong between the program and the file system.
///
/// Every case names the path, and the operating system's reason where there is one.
public enum FileError: Error, Equatable {
  /// Nothing is at `path`.
  case missing(path: String)
  /// Something other than a regular file is at `path`: `found` says what ("a directory").
  case notARegularFile(path: String, found: String)
  /// `path` exists and cannot be opened or read.
  case unreadable(path: String, reason: String)
  /// `path` can be read, and what is in it is of no use: damaged, or of another kind.
  case invalidContent(path: String, reason: String)
  /// `path` needs a library that is not installed; `package` is Debian's name of it.
  case missingLibrary(path: String, library: String, package: String)
  /// `path` cannot be created.
  case cannotCreate(path: String, reason: String)
  /// Writing to `path` failed after it was created: a full disk, most often.
  case writeFailed(path: String, reason: String)
  /// `path` exists and cannot be removed.
  case cannotRemove(path: String, reason: String)
  /// Another process that is still alive works in the folder at `path`; who, where that is known.
  case locked(path: String, holder: FolderLock.Holder?)
}

extension FileError: CustomStringConvertible {
  /// One sentence: the path and what is wrong with it.
  public var description: String {
    switch self {
    case .missing(let path):
      "\(path): no such file or folder"
    case .notARegularFile(let path, let found):
      "\(path): is \(found), expected a regular file"
    case .unreadable(let path, let reason):
      "\(path): cannot be read: \(reason)"
    case .invalidContent(let path, let reason):
      "\(path): cannot be used: \(reason)"
    case .missingLibrary(let path, let library, let package):
      "\(path): needs the library \(library), which is not there, expected that it is installed: "
        + "apt-get install \(package)"
    case .cannotCreate(let path, let reason):
      "\(path): cannot be created: \(reason)"
    case .writeFailed(let path, let reason):
      "\(path): writing failed: \(reason)"
    case .cannotRemove(let path, let reason):
      "\(path): cannot be removed: \(reason)"
    case .locked(let path, let holder):
      "\(path): another process works in this folder\(holder.map { ", \($0)" } ?? ""), expected none"
    }
  }
}

extension FileError {
  /// Why `path` cannot be created: a full or failing disk is a failure to write, wherever it
  /// shows first.
  static func creating(_ path: String, code: Int32, reason: String) -> FileError {
    [ENOSPC, EDQUOT, EIO, EFBIG].contains(code)
      ? .writeFailed(path: path, reason: reason) : .cannotCreate(path: path, reason: reason)
  }

  /// The text of the current `errno`.
  package static var currentReason: String { String(cString: strerror(errno)) }
}
