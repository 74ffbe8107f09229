import Support

/// Bytes one after the other, from a file in blocks or from memory.
struct ByteSource {
  private let file: InputFile?
  private var block: [UInt8]
  private var position = 0
  private var bytesBefore = 0
  /// Whether a byte order mark may follow.
  private(set) var isAtStart: Bool

  /// How many bytes were taken.
  var offset: Int { bytesBefore + position }

  static let blockSize = 1 << 17

  init(_ file: InputFile) {
    self.file = file
    isAtStart = true
    block = []
  }

  init(contents: [UInt8], isAtStart: Bool) {
    self.isAtStart = isAtStart
    file = nil
    block = contents
  }

  /// The next byte, which stays the next.
  @inline(__always)
  mutating func peek() throws(DelimitedTextError) -> UInt8? {
    if position == block.count {
      guard try fill() else { return nil }
    }
    return block[position]
  }

  /// The next byte.
  @inline(__always)
  mutating func next() throws(DelimitedTextError) -> UInt8? {
    let byte = try peek()
    position += byte == nil ? 0 : 1
    return byte
  }

  /// Skips `prefix` if the bytes begin with it.
  mutating func skip(_ prefix: [UInt8]) throws(DelimitedTextError) {
    isAtStart = false
    _ = try peek()
    if block.starts(with: prefix) { position = prefix.count }
  }

  /// Reads another block; at the end, checks that the file is still what it was.
  private mutating func fill() throws(DelimitedTextError) -> Bool {
    guard let file else { return false }
    bytesBefore += block.count
    do {
      block = try file.read(at: bytesBefore, upTo: Self.blockSize)
      if block.isEmpty { try file.checkUnchanged() }
    } catch {
      throw .file(error)
    }
    position = 0
    return !block.isEmpty
  }
}
