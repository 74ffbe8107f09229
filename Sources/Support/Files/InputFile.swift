import Foundation

/// Opening files that somebody else wrote.
public enum InputFile {
  /// Opens the regular file at `path` for reading.
  ///
  /// Directories, devices, pipes and sockets are refused: their size says nothing about their content.
  ///
  /// - Returns: The open file and its size in bytes.
  /// - Throws: ``FileError/missing(path:)``, ``FileError/notARegularFile(path:found:)``,
  ///   ``FileError/unreadable(path:reason:)``.
  public static func open(_ path: String) throws(FileError) -> (handle: FileHandle, size: Int) {
    let descriptor = Foundation.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw errno == ENOENT || errno == ENOTDIR
        ? .missing(path: path) : .unreadable(path: path, reason: FileError.currentReason)
    }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw .unreadable(path: path, reason: FileError.currentReason)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .notARegularFile(path: path, found: kind(of: status.st_mode))
    }
    return (handle, Int(status.st_size))
  }

  /// The whole content of the regular file at `path`.
  ///
  /// - Throws: As ``open(_:)``.
  public static func contents(of path: String) throws(FileError) -> Data {
    let (handle, _) = try open(path)
    do {
      return try handle.readToEnd() ?? Data()
    } catch {
      throw .unreadable(path: path, reason: FileError.currentReason)
    }
  }

  /// The CRC-32C of the regular file at `path`, in hexadecimal.
  ///
  /// - Throws: As ``open(_:)``.
  public static func checksum(of path: String) throws(FileError) -> String {
    let (handle, _) = try open(path)
    var checksum = CRC32C()
    do {
      while let chunk = try handle.read(upToCount: 1 << 20), !chunk.isEmpty {
        checksum.update([UInt8](chunk))
      }
    } catch {
      throw .unreadable(path: path, reason: error.localizedDescription)
    }
    return String(checksum.value, radix: 16)
  }

  private static func kind(of mode: mode_t) -> String {
    switch mode & S_IFMT {
    case S_IFDIR: "a directory"
    case S_IFCHR, S_IFBLK: "a device"
    case S_IFIFO: "a pipe"
    case S_IFSOCK: "a socket"
    default: "a special file"
    }
  }
}
