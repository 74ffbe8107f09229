/// Reads a header's JSON: only what the format allows, with every name once.
///
/// Foundation's decoder would do, were it not that it lets a name stand twice and says nothing of
/// where it is. This one knows how deep a header may nest, so that no header can exhaust the stack.
struct HeaderParser {
  private let path: String
  private let bytes: [UInt8]
  private var position = 0

  private init(_ bytes: [UInt8], path: String) {
    self.bytes = bytes
    self.path = path
  }

  /// The header that `bytes` hold; `path` is for messages.
  ///
  /// - Throws: ``CheckpointError/invalidHeader(path:offset:reason:)``,
  ///   ``CheckpointError/duplicateName(path:name:)``,
  ///   ``CheckpointError/unknownElementType(path:tensor:found:)``.
  static func header(_ bytes: [UInt8], path: String) throws(CheckpointError) -> TensorHeader {
    var parser = HeaderParser(bytes, path: path)
    var header = TensorHeader()
    try parser.object { parser, name throws(CheckpointError) in
      if name == SafeTensors.metadataName {
        header.metadata = try parser.metadata()
      } else {
        header.entries.append(try parser.entry(name))
      }
    }
    parser.skipSpace()
    guard parser.position == bytes.count else { throw parser.failure("expected the end") }
    return header
  }
}

// MARK: - What a header holds

extension HeaderParser {
  private mutating func metadata() throws(CheckpointError) -> [String: String] {
    var metadata: [String: String] = [:]
    try object { parser, key throws(CheckpointError) in metadata[key] = try parser.string() }
    return metadata
  }

  private mutating func entry(_ name: String) throws(CheckpointError) -> TensorHeader.Entry {
    var type: String?
    var shape: [Int]?
    var offsets: [Int]?
    try object { parser, key throws(CheckpointError) in
      switch key {
      case "dtype": type = try parser.string()
      case "shape": shape = try parser.integers()
      case "data_offsets": offsets = try parser.integers()
      default: throw parser.failure("tensor \(quoted(name)) has an unknown entry \(quoted(key))")
      }
    }
    guard let type, let shape, let offsets, offsets.count == 2 else {
      throw failure("expected dtype, shape and two data_offsets for tensor \(quoted(name))")
    }
    guard let elementType = ElementType(rawValue: type) else {
      throw .unknownElementType(path: path, tensor: name, found: type)
    }
    return TensorHeader.Entry(
      name: name, elementType: elementType, shape: shape, offsets: (offsets[0], offsets[1]))
  }

  private mutating func integers() throws(CheckpointError) -> [Int] {
    try expect("[")
    if take("]") { return [] }
    var integers: [Int] = []
    repeat {
      guard integers.count < SafeTensors.dimensionLimit else {
        throw failure("expected at most \(SafeTensors.dimensionLimit) numbers")
      }
      integers.append(try integer())
    } while take(",")
    try expect("]")
    return integers
  }
}

// MARK: - JSON

extension HeaderParser {
  /// Calls `member` at each value of an object with the value's name.
  private mutating func object(
    _ member: (inout HeaderParser, String) throws(CheckpointError) -> Void
  ) throws(CheckpointError) {
    try expect("{")
    if take("}") { return }
    var names: Set<String> = []
    repeat {
      let name = try string()
      guard names.insert(name).inserted else { throw .duplicateName(path: path, name: name) }
      try expect(":")
      try member(&self, name)
    } while take(",")
    try expect("}")
  }

  private mutating func integer() throws(CheckpointError) -> Int {
    skipSpace()
    let start = position
    var value = 0
    while let digit = next, UInt8(ascii: "0")...UInt8(ascii: "9") ~= digit {
      let (tens, tooMany) = value.multipliedReportingOverflow(by: 10)
      let (sum, tooLarge) = tens.addingReportingOverflow(Int(digit - UInt8(ascii: "0")))
      if tooMany || tooLarge {
        throw failure("the number is too large, expected at most \(Int.max)")
      }
      value = sum
      position += 1
    }
    let leadingZero = position - start > 1 && bytes[start] == UInt8(ascii: "0")
    guard position > start, !leadingZero else {
      throw failure("expected a whole number, 0 or more")
    }
    return value
  }

  private mutating func string() throws(CheckpointError) -> String {
    try expect("\"")
    var text: [UInt8] = []
    while let byte = next, byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else { throw failure("a control character stands in a string") }
      position += 1
      if byte == UInt8(ascii: "\\") {
        text.append(contentsOf: String(try escaped()).utf8)
      } else {
        text.append(byte)
      }
    }
    guard next != nil else { throw failure("a string does not end") }
    position += 1
    guard let string = String(validating: text, as: UTF8.self) else {
      throw failure("the string before is not valid UTF-8")
    }
    return string
  }

  /// The character of an escape sequence, past its backslash.
  private mutating func escaped() throws(CheckpointError) -> Unicode.Scalar {
    guard let byte = next else { throw failure("a string does not end") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try unicodeEscape()
    default: throw failure("unknown escape sequence")
    }
  }

  /// The character of a `\u` escape or of a surrogate pair of them, past the `u`.
  private mutating func unicodeEscape() throws(CheckpointError) -> Unicode.Scalar {
    var units = [try codeUnit()]
    if UTF16.isLeadSurrogate(units[0]), bytes[position...].starts(with: #"\u"#.utf8) {
      position += 2
      units.append(try codeUnit())
    }
    guard let text = String(validating: units, as: UTF16.self),
      let scalar = text.unicodeScalars.first
    else { throw failure("half of a surrogate pair") }
    return scalar
  }

  private mutating func codeUnit() throws(CheckpointError) -> UInt16 {
    let digits = bytes[position...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw failure("expected four hexadecimal digits") }
    position += 4
    return unit
  }
}

// MARK: - Tokens

extension HeaderParser {
  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
  }

  /// Steps over `token` when it is next.
  private mutating func take(_ token: Unicode.Scalar) -> Bool {
    skipSpace()
    guard next == UInt8(ascii: token) else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ token: Unicode.Scalar) throws(CheckpointError) {
    guard take(token) else { throw failure("expected \(token)") }
  }

  private func failure(_ reason: String) -> CheckpointError {
    .invalidHeader(path: path, offset: SafeTensors.prefixSize + position, reason: reason)
  }
}
