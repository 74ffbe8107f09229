/// The bytes of a file or of an array, front to back.
struct ByteSource {
  /// Where the bytes come from, for messages.
  let path: String
  /// All bytes, those already read included.
  let size: Int
  private let file: InputFile?
  private var offset = 0
  private var rest: ArraySlice<UInt8>

  /// The bytes of an open file.
  init(_ file: InputFile) {
    (path, size) = (file.path, file.size)
    self.file = file
    rest = []
  }

  /// The bytes of an array.
  init(path: String, bytes: [UInt8]) {
    self.path = path
    size = bytes.count
    file = nil
    rest = bytes[...]
  }

  /// The next `count` bytes.
  ///
  /// - Throws: `FileError.unreadable`, also when a file has shrunk since it was opened.
  mutating func next(_ count: Int) throws(FileError) -> [UInt8] {
    guard let file else {
      defer { rest = rest.dropFirst(count) }
      return Array(rest.prefix(count))
    }
    defer { offset += count }
    return try file.read(offset..<offset + count)
  }

  /// Checks, after the last byte, that nobody wrote to the file meanwhile.
  ///
  /// - Throws: `FileError.unreadable`.
  func checkUnchanged() throws(FileError) { try file?.checkUnchanged() }

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
}
