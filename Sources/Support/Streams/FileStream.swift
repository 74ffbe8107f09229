import Synchronization

/// A regular file as a stream of blocks; at its end it must be what it was when it was opened.
package final class FileStream: ByteStream {
  /// The file that is read.
  package let file: InputFile
  private let offset = Mutex(0)

  private static let blockSize = 1 << 17

  /// A stream of the bytes of `file`.
  package init(_ file: InputFile) {
    self.file = file
  }

  package var name: String { file.path }

  package func next() throws(FileError) -> [UInt8] {
    try offset.withLock { offset throws(FileError) in
      let block = try file.read(at: offset, upTo: Self.blockSize)
      if block.isEmpty { try file.checkUnchanged() }
      offset += block.count
      return block
    }
  }

  /// Looks whether the file is still what it was.
  package func finish() throws(FileError) { try file.checkUnchanged() }
}
