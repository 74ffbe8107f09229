import Foundation

/// The bytes of a file or of an array, front to back.
struct ByteSource {
  /// Where the bytes come from, for messages.
  let path: String
  /// All bytes, those already read included.
  let size: Int
  private let handle: FileHandle?
  private var rest: ArraySlice<UInt8>

  /// The bytes of an open file of `size` bytes.
  init(path: String, size: Int, handle: FileHandle) {
    self.path = path
    self.size = size
    self.handle = handle
    rest = []
  }

  /// The bytes of an array.
  init(path: String, bytes: [UInt8]) {
    self.path = path
    size = bytes.count
    handle = nil
    rest = bytes[...]
  }

  /// The next `count` bytes.
  ///
  /// - Throws: `FileError.unreadable`; ``CheckpointError/truncated(path:expected:found:)``
  ///   when a file that was long enough has shrunk since.
  mutating func next(_ count: Int) throws -> [UInt8] {
    guard let handle else {
      defer { rest = rest.dropFirst(count) }
      return Array(rest.prefix(count))
    }
    var bytes: [UInt8] = []
    while bytes.count < count {
      let chunk = try chunk(of: handle, upTo: count - bytes.count)
      bytes.append(contentsOf: chunk)
    }
    return bytes
  }

  /// Checks that there are `count` bytes or more.
  func expectSize(atLeast count: Int) throws(CheckpointError) {
    guard size >= count else { throw .truncated(path: path, expected: count, found: size) }
  }

  /// Checks that there are `headerEnd + dataSize` bytes, no more and no fewer.
  func expectSize(_ headerEnd: Int, plus dataSize: Int) throws(CheckpointError) {
    let (expected, overflow) = headerEnd.addingReportingOverflow(dataSize)
    try expectSize(atLeast: overflow ? .max : expected)
    guard size == expected else {
      throw .trailingBytes(path: path, expected: expected, found: size)
    }
  }

  private func chunk(of handle: FileHandle, upTo count: Int) throws -> Data {
    let chunk: Data?
    do {
      chunk = try handle.read(upToCount: count)
    } catch {
      throw FileError.unreadable(path: path, reason: error.localizedDescription)
    }
    guard let chunk, !chunk.isEmpty else {
      let end = (try? handle.offset()).map { Int(clamping: $0) }
      throw CheckpointError.truncated(path: path, expected: size, found: end ?? 0)
    }
    return chunk
  }
}
