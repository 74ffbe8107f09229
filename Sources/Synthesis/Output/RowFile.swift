import Support

/// A CSV file written a byte at a time into a buffer, so that a row costs no allocation.
struct RowFile {
  private let file: AtomicFile
  private var buffer: [UInt8] = []

  /// Bytes that are handed over at once.
  private static let bufferSize = 1 << 16

  /// Starts `name` in `folder` with its `header` line.
  ///
  /// - Throws: ``FileError``.
  init(folder: String, name: String, header: String) throws(FileError) {
    file = try AtomicFile(path: folder + "/" + name)
    buffer.reserveCapacity(Self.bufferSize + (1 << 12))
    append(header)
    try endRow()
  }

  /// Appends the decimal digits of `value`, which is not negative.
  mutating func append(_ value: Int) {
    if value >= 10 { append(value / 10) }
    buffer.append(UInt8(truncatingIfNeeded: value % 10) &+ 0x30)
  }

  /// Appends `text` as it is.
  mutating func append(_ text: String) {
    buffer.append(contentsOf: text.utf8)
  }

  /// Appends a comma.
  mutating func comma() {
    buffer.append(0x2C)
  }

  /// Appends `text`, in quotes where RFC 4180 wants them.
  mutating func appendQuoted(_ text: String) {
    guard text.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else {
      return append(text)
    }
    append("\"" + text.replacing("\"", with: "\"\"") + "\"")
  }

  /// Ends the row.
  ///
  /// - Throws: ``FileError/writeFailed(path:reason:)``.
  mutating func endRow() throws(FileError) {
    buffer.append(0x0A)
    if buffer.count >= Self.bufferSize { try flush() }
  }

  /// Makes the file appear.
  ///
  /// - Throws: ``FileError/writeFailed(path:reason:)``.
  mutating func commit() throws(FileError) {
    try flush()
    try file.commit()
  }

  private mutating func flush() throws(FileError) {
    try file.write(buffer)
    buffer.removeAll(keepingCapacity: true)
  }
}
