extension LineCount {
  /// The naive twin of ``init(of:)``: one byte after the other.
  public init(referenceOf text: RawSpan) {
    for index in 0..<text.byteCount {
      let byte = text.referenceByte(at: index)
      if byte == UInt8(ascii: "\n") {
        newlines += 1
        firstNewline = firstNewline ?? index
      }
      hasQuote = hasQuote || byte == UInt8(ascii: "\"")
    }
  }
}

extension NumericRows {
  /// The naive twin of `scan`, for one row without its line end: nil where the row is not plain.
  public static func rowReference(_ line: String, layout: NumericLayout) -> NumericRow? {
    let separator = String(decoding: layout.separator, as: UTF8.self)
    let fields = line.split(separator: separator, omittingEmptySubsequences: false)
    guard fields.count == layout.columns,
      let first = wholeNumberReference(fields[layout.first]),
      let second = wholeNumberReference(fields[layout.second]),
      let value = decimalNumberReference(fields[layout.value])
    else { return nil }
    return NumericRow(first: first, second: second, value: value)
  }

  private static func wholeNumberReference(_ text: Substring) -> UInt32? {
    guard (1...10).contains(text.utf8.count), text.utf8.allSatisfy(isDigit),
      text == "0" || text.utf8.first != UInt8(ascii: "0")
    else { return nil }
    return UInt32(text)
  }

  private static func decimalNumberReference(_ text: Substring) -> Float? {
    let magnitude = text.first == "-" ? text.dropFirst() : text
    let parts = magnitude.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(isDigit) }),
      parts.reduce(0, { $0 + $1.utf8.count }) <= 7
    else { return nil }
    return Float(text)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
  }
}

extension RawSpan {
  fileprivate func referenceByte(at index: Int) -> UInt8 {
    unsafe unsafeLoad(fromByteOffset: index, as: UInt8.self)
  }
}
