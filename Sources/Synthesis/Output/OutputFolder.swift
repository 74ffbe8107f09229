import Foundation
import Support

/// Making the folder that data go to.
enum OutputFolder {
  /// Creates `path` and the folders above it where they are missing.
  ///
  /// - Throws: ``FileError/cannotCreate(path:reason:)`` with the operating system's reason, which
  ///   `FileManager` would keep to itself.
  static func create(_ path: String) throws(FileError) {
    if isFolder(path) { return }
    // Foundation traps on a path of one character.
    let parent = path.contains("/") ? (path as NSString).deletingLastPathComponent : ""
    if !parent.isEmpty && !isFolder(parent) { try create(parent) }
    guard mkdir(path, 0o755) == 0 || errno == EEXIST && isFolder(path) else {
      throw .cannotCreate(path: path, reason: String(cString: strerror(errno)))
    }
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }
}
