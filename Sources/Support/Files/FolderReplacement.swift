internal import CRename
import Foundation

extension Folder {
  /// Puts the folder at `new` in the place of the one at `old`, which then stands at `new`, in one instant.
  ///
  /// File systems that cannot exchange names have a moment in which nothing is at `old`.
  ///
  /// - Throws: ``FileError/writeFailed(path:reason:)``; both are then where they were.
  package static func exchange(_ old: String, with new: String) throws(FileError) {
    try synchronize(new)
    if octavo_exchange_names(new, old) != 0 {
      let aside = HiddenName.neighbour(of: old, .old)
      guard rename(old, aside) == 0 else { throw .writing(old) }
      guard rename(new, old) == 0 else {
        let failure = FileError.writing(old)
        rename(aside, old)
        throw failure
      }
      rename(aside, new)
    }
    try synchronize(URL(fileURLWithPath: old).deletingLastPathComponent().path)
  }

  /// Whether both paths lead to one folder that is there.
  ///
  /// - Throws: ``FileError/unreadable(path:reason:)``.
  package static func isSame(_ first: String, _ second: String) throws(FileError) -> Bool {
    guard let first = try FileStatus(first), let second = try FileStatus(second) else {
      return false
    }
    return first.isSameFile(as: second)
  }

  /// Removes the folder at `path` with all that is in it; nothing where it is not there.
  ///
  /// - Throws: ``FileError/cannotRemove(path:reason:)``.
  package static func remove(_ path: String) throws(FileError) {
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch CocoaError.fileNoSuchFile {
      return
    } catch {
      throw .cannotRemove(path: path, reason: error.localizedDescription)
    }
  }
}

extension FileError {
  fileprivate static func writing(_ path: String) -> FileError {
    .writeFailed(path: path, reason: currentReason)
  }
}
