import Foundation
import Synchronization

/// What somebody else writes while it is read: standard input, a pipe.
package final class PipeStream: ByteStream {
  package let name: String
  private let descriptor: Int32

  private static let blockSize = 1 << 17

  /// What messages call standard input.
  package static let standardInputName = "standard input"
  /// Whether standard input was opened.
  private static let isTaken = Mutex(false)

  /// Standard input, whatever it is; a second time there is nothing left of it.
  ///
  /// - Throws: ``FileError/unreadable(path:reason:)``.
  package static func standardInput() throws(FileError) -> PipeStream {
    let wasTaken = isTaken.withLock { isTaken in
      defer { isTaken = true }
      return isTaken
    }
    guard !wasTaken else {
      throw .unreadable(
        path: standardInputName, reason: "it was read already, expected one table from it")
    }
    return try PipeStream(fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3), name: standardInputName)
  }

  /// Opens the pipe or device of characters at `path`; waits until somebody writes to it.
  ///
  /// - Throws: ``FileError/missing(path:)``, ``FileError/notARegularFile(path:found:)``,
  ///   ``FileError/unreadable(path:reason:)``.
  package convenience init(_ path: String) throws(FileError) {
    let descriptor = uninterrupted { open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY) }
    if descriptor < 0, errno == ENOENT { throw .missing(path: path) }
    try self.init(descriptor, name: path)
  }

  private init(_ descriptor: Int32, name: String) throws(FileError) {
    guard descriptor >= 0 else { throw .unreadable(path: name, reason: FileError.currentReason) }
    (self.name, self.descriptor) = (name, descriptor)
    let kind = try FileStatus(of: descriptor, path: name).kind
    if kind == .folder || kind == .blockDevice {
      throw .notARegularFile(path: name, found: kind.words)
    }
  }

  deinit { close(descriptor) }

  package func next() throws(FileError) -> [UInt8] {
    var block = [UInt8](repeating: 0, count: Self.blockSize)
    var found = uninterrupted { read(descriptor, &block, Self.blockSize) }
    while found < 0 && errno == EAGAIN {
      // Another program that shares the pipe set it so that reading does not wait.
      var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      _ = uninterrupted { poll(&request, 1, -1) }
      found = uninterrupted { read(descriptor, &block, Self.blockSize) }
    }
    guard found >= 0 else { throw .unreadable(path: name, reason: FileError.currentReason) }
    block.removeLast(Self.blockSize - found)
    return block
  }
}
