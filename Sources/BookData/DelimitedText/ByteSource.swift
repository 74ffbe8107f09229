import Support

/// Bytes one after the other, from a stream in blocks or from memory.
///
/// A copy reads from the same stream: only one of both may go on, but for ``lookingAhead``.
struct ByteSource {
  private let stream: (any ByteStream)?
  private var block: [UInt8]
  private var position = 0
  private var bytesBefore = 0
  /// Whether blocks are kept, to go back.
  private var isHolding = false
  /// Whether a byte order mark may follow.
  private(set) var isAtStart: Bool

  /// How many bytes were taken.
  var offset: Int { bytesBefore + position }

  init(_ stream: any ByteStream, isAtStart: Bool = true) {
    self.stream = stream
    self.isAtStart = isAtStart
    block = []
  }

  init(contents: [UInt8], isAtStart: Bool) {
    self.isAtStart = isAtStart
    stream = nil
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
    isHolding = true
    defer { isHolding = false }
    while block.count < prefix.count, try fill() {}
    if block.starts(with: prefix) { position = prefix.count }
  }

  /// A copy to look ahead with; ``goOn(after:)`` must follow.
  var lookingAhead: ByteSource {
    var copy = self
    copy.isHolding = true
    return copy
  }

  /// Goes on where this source is, with what `look` has read ahead of it.
  mutating func goOn(after look: ByteSource) {
    block = look.block
  }

  /// The bytes that were read and not taken.
  mutating func takeRest() -> ArraySlice<UInt8> {
    defer { position = block.count }
    return block[position...]
  }

  /// Reads another block.
  private mutating func fill() throws(DelimitedTextError) -> Bool {
    guard let stream else { return false }
    let next: [UInt8]
    do {
      next = try stream.next()
    } catch {
      throw .file(error)
    }
    if isHolding {
      block += next
    } else {
      bytesBefore += block.count
      (block, position) = (next, 0)
    }
    return !next.isEmpty
  }
}
