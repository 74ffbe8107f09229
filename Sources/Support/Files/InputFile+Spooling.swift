import Foundation

extension InputFile {
  /// A file without a name that holds what is left of `stream`, for whoever must read it more than once.
  ///
  /// It lies in `TMPDIR`, or `/tmp`, and is gone when nobody has it open, however the process ends.
  ///
  /// - Throws: What the stream throws; ``FileError/cannotCreate(path:reason:)``,
  ///   ``FileError/writeFailed(path:reason:)`` where there is no room for it.
  package convenience init(spooling stream: any ByteStream) throws(FileError) {
    let folder = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
    // mkstemp writes a name of its own over six letters X.
    var name = Array((folder + "/octavo-" + String(repeating: "X", count: 6)).utf8CString)
    let descriptor = mkstemp(&name)
    guard descriptor >= 0 else {
      throw .creating(folder, code: errno, reason: FileError.currentReason)
    }
    unlink(name)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    do throws(FileError) {
      while true {
        let block = try stream.next()
        if block.isEmpty { break }
        guard writeAll(block, to: descriptor) else {
          throw FileError.writeFailed(path: folder, reason: FileError.currentReason)
        }
      }
    } catch {
      close(descriptor)
      throw error
    }
    try self.init(descriptor, path: stream.name)
  }
}
