/// An element that a file holds as one little-endian word.
protocol WordElement {
  /// The element's bits.
  var word: UInt32 { get }
  /// The element whose bits are `word`.
  init(word: UInt32)
}

extension Float: WordElement {
  var word: UInt32 { bitPattern }
  init(word: UInt32) { self.init(bitPattern: word) }
}

extension UInt32: WordElement {
  var word: UInt32 { self }
  init(word: UInt32) { self = word }
}

/// Elements that are converted at a time: enough to make calls cheap, few enough to stay in L2.
private let chunkCount = 1 << 14

extension TensorValues {
  /// Calls `body` with the little-endian bytes of the elements, a chunk at a time.
  func forEachChunk<Failure>(_ body: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
    switch self {
    case .float32(let values): try forEachPiece(of: values, body)
    case .uint32(let values): try forEachPiece(of: values, body)
    }
  }

  /// Reads `count` elements from `next`, which returns precisely as many bytes as it is asked for.
  init<Failure>(
    _ type: ElementType, count: Int, from next: (Int) throws(Failure) -> [UInt8]
  ) throws(Failure) {
    switch type {
    case .float32: self = .float32(try elements(count, from: next))
    case .uint32: self = .uint32(try elements(count, from: next))
    }
  }
}

private func forEachPiece<Element: WordElement, Failure>(
  of values: [Element], _ body: ([UInt8]) throws(Failure) -> Void
) throws(Failure) {
  var start = 0
  while start < values.count {
    let end = min(start + chunkCount, values.count)
    try body(bytes(of: values[start..<end]))
    start = end
  }
}

private func elements<Element: WordElement, Failure>(
  _ count: Int, from next: (Int) throws(Failure) -> [UInt8]
) throws(Failure) -> [Element] {
  var elements: [Element] = []
  elements.reserveCapacity(count)
  while elements.count < count {
    let bytes = try next(min(chunkCount, count - elements.count) * ElementType.size)
    appendElements(of: bytes, to: &elements)
  }
  return elements
}

private func bytes<Element: WordElement>(of values: ArraySlice<Element>) -> [UInt8] {
  [UInt8](capacity: values.count * ElementType.size) { bytes in
    for value in values {
      let word = value.word
      bytes.append(UInt8(truncatingIfNeeded: word))
      bytes.append(UInt8(truncatingIfNeeded: word >> 8))
      bytes.append(UInt8(truncatingIfNeeded: word >> 16))
      bytes.append(UInt8(truncatingIfNeeded: word >> 24))
    }
  }
}

private func appendElements<Element: WordElement>(of bytes: [UInt8], to elements: inout [Element]) {
  for index in stride(from: 0, to: bytes.count, by: ElementType.size) {
    elements.append(Element(word: word(bytes, at: index)))
  }
}
