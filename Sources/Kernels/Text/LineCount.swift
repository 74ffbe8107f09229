/// What a first look at a piece of text finds.
public struct LineCount: Sendable, Equatable {
  /// How many newline bytes there are.
  public var newlines = 0
  /// Where the first newline stands, in bytes from the beginning of the piece.
  public var firstNewline: Int?
  /// Whether a double quote occurs.
  public var hasQuote = false

  /// Counts the newlines of `text`, 32 bytes at a time.
  ///
  /// - Complexity: One pass, near the speed of memory.
  public init(of text: RawSpan) {
    unsafe text.withUnsafeBytes { bytes in
      unsafe count(bytes)
    }
  }

  private typealias Block = SIMD32<UInt8>
  private static let newline = UInt8(ascii: "\n")
  private static let quote = UInt8(ascii: "\"")

  private mutating func count(_ bytes: UnsafeRawBufferPointer) {
    unsafe firstNewline = bytes.firstIndex(of: Self.newline)
    var offset = 0
    // A lane counts to 255 at most.
    while bytes.count - offset >= Block.scalarCount {
      let blocks = min((bytes.count - offset) / Block.scalarCount, 255)
      unsafe countBlocks(bytes, from: offset, blocks: blocks)
      offset += blocks * Block.scalarCount
    }
    for index in offset..<bytes.count {
      let byte = unsafe bytes[index]
      newlines += byte == Self.newline ? 1 : 0
      hasQuote = hasQuote || byte == Self.quote
    }
  }

  private mutating func countBlocks(
    _ bytes: UnsafeRawBufferPointer, from start: Int, blocks: Int
  ) {
    var lines = Block.zero
    var quotes = Block.zero
    for block in 0..<blocks {
      let piece = unsafe bytes.loadUnaligned(
        fromByteOffset: start + block * Block.scalarCount, as: Block.self)
      lines &+= Block.zero.replacing(with: 1, where: piece .== Self.newline)
      quotes |= Block.zero.replacing(with: 1, where: piece .== Self.quote)
    }
    newlines += Int(SIMD32<UInt16>(truncatingIfNeeded: lines).wrappedSum())
    hasQuote = hasQuote || quotes != .zero
  }
}
