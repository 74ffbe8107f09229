/// The three numbers of a row of text: two that count and one that measures.
public struct NumericRow: Sendable, Equatable, BitwiseCopyable {
  /// The first whole number.
  public var first: UInt32
  /// The second whole number.
  public var second: UInt32
  /// The decimal number.
  public var value: Float

  /// A row of these numbers.
  public init(first: UInt32, second: UInt32, value: Float) {
    self.first = first
    self.second = second
    self.value = value
  }
}

/// Where the three numbers stand in a row of separated fields.
public struct NumericLayout: Sendable, Equatable {
  /// The bytes between two fields: 1 to 8, none of them zero, a digit or part of a number.
  public var separator: [UInt8]
  /// How many fields a row has.
  public var columns: Int
  /// The column of ``NumericRow/first``, from 0.
  public var first: Int
  /// The column of ``NumericRow/second``, from 0.
  public var second: Int
  /// The column of ``NumericRow/value``, from 0.
  public var value: Int

  /// A layout of these columns.
  public init(separator: [UInt8], columns: Int, first: Int, second: Int, value: Int) {
    precondition((1...8).contains(separator.count), "a separator of \(separator.count) bytes")
    precondition(
      [first, second, value].allSatisfy { (0..<columns).contains($0) },
      "columns \(first), \(second), \(value) of \(columns)")
    self.separator = separator
    self.columns = columns
    self.first = first
    self.second = second
    self.value = value
  }
}

/// Why a scan of rows ended.
public enum NumericScanEnd: Sendable, Equatable {
  /// All of the text was read.
  case endOfText
  /// The output is full.
  case outputFull
  /// The row at the reported offset is not of the plain form; it may still be a good row.
  case unusualRow
}

/// Plain rows of numbers, read eight digits at a time.
///
/// A plain row holds exactly `columns` fields and ends with a newline, CR LF or the end of the text.
/// Its whole numbers are 1 to 10 digits below 2³² without zeros before them, for `012` and `12` are two names; its decimal number is `-?digits[.digits]` with 1 to 7
/// digits in all, hence exact in `Float` before the one division, and correctly rounded after it.
public enum NumericRows {
  /// Appends the rows from `offset` on, until the text ends, `rows` is full or a row is not plain.
  ///
  /// `offset` is where a row starts, and afterwards the start of the first row not read. The result says why
  /// it ended.
  public static func scan(
    _ text: RawSpan, from offset: inout Int, layout: NumericLayout,
    into rows: inout OutputSpan<NumericRow>
  ) -> NumericScanEnd {
    precondition(
      (0...text.byteCount).contains(offset), "offset \(offset) of \(text.byteCount) bytes")
    return unsafe text.withUnsafeBytes { bytes in
      var scanner = unsafe RowScanner(
        bytes: bytes, position: offset, separator: layout.separator)
      while scanner.position < bytes.count {
        if rows.isFull { return .outputFull }
        guard let row = scanner.row(layout) else { return .unusualRow }
        rows.append(row)
        offset = scanner.position
      }
      return .endOfText
    }
  }
}

/// A position in text that moves forward over fields.
@safe private struct RowScanner {
  let bytes: UnsafeRawBufferPointer
  var position: Int
  /// The separator's first byte, which is all that most files need to be asked for.
  private let separatorStart: UInt8
  private let separatorLength: Int
  /// The separator's bytes, the first in the lowest place, and ones where they stand.
  private let separatorWord: UInt64
  private let separatorMask: UInt64

  init(bytes: UnsafeRawBufferPointer, position: Int, separator: [UInt8]) {
    unsafe self.bytes = bytes
    self.position = position
    separatorStart = separator[0]
    separatorLength = separator.count
    separatorWord = separator.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    separatorMask = UInt64.max >> (64 - 8 * UInt64(separator.count))
  }

  @inline(__always)
  mutating func row(_ layout: NumericLayout) -> NumericRow? {
    var row = NumericRow(first: 0, second: 0, value: 0)
    for column in 0..<layout.columns {
      if column > 0 {
        guard isSeparator(byte(at: position)) else { return nil }
        position += separatorLength
      }
      if column == layout.first {
        guard let number = wholeNumber() else { return nil }
        row.first = number
      } else if column == layout.second {
        guard let number = wholeNumber() else { return nil }
        row.second = number
      } else if column == layout.value {
        guard let number = decimalNumber() else { return nil }
        row.value = number
      } else {
        skipField()
      }
    }
    return skipLineEnd() ? row : nil
  }

  /// Whether a separator begins with `byte`, which stands at `position`.
  @inline(__always)
  private func isSeparator(_ byte: UInt8) -> Bool {
    byte == separatorStart
      && (separatorLength == 1 || word(at: position) & separatorMask == separatorWord)
  }

  @inline(__always)
  private func byte(at index: Int) -> UInt8 {
    unsafe index < bytes.count ? bytes[index] : 0
  }

  /// Eight bytes from `index` on, the first in the lowest place, zeros behind the end of the text.
  @inline(__always)
  private func word(at index: Int) -> UInt64 {
    if unsafe index + 8 <= bytes.count {
      return unsafe UInt64(
        littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
    }
    return unsafe (index..<max(index, bytes.count)).reversed().reduce(0) { word, index in
      unsafe word << 8 | UInt64(bytes[index])
    }
  }

  /// The number that the digits from `position` on spell, and how many digits: 0 to 8.
  @inline(__always)
  private mutating func digits() -> (value: UInt64, count: Int) {
    let word = word(at: position) ^ 0x3030_3030_3030_3030
    // A byte above 9 gets its top bit set; a carry spoils higher bytes only, and the lowest counts.
    let others = (word &+ 0x7676_7676_7676_7676 | word) & 0x8080_8080_8080_8080
    let count = others.trailingZeroBitCount / 8
    guard count > 0 else { return (0, 0) }
    position += count
    var value = word &<< (64 - 8 * UInt64(count))
    value = value &* 10 &+ value >> 8
    value =
      (value & 0xFF_0000_00FF &* 0xF_4240_0000_0064
        &+ (value >> 16 & 0xFF_0000_00FF) &* 0x2710_0000_0001) >> 32
    return (value, count)
  }

  @inline(__always)
  private mutating func wholeNumber() -> UInt32? {
    let startsWithZero = byte(at: position) == UInt8(ascii: "0")
    let (high, count) = digits()
    if startsWithZero { return count == 1 ? 0 : nil }
    if count < 8 { return count == 0 ? nil : UInt32(truncatingIfNeeded: high) }
    let (low, more) = digits()
    guard more <= 2 else { return nil }
    return UInt32(exactly: high * (more == 0 ? 1 : more == 1 ? 10 : 100) + low)
  }

  @inline(__always)
  private mutating func decimalNumber() -> Float? {
    let isNegative = byte(at: position) == UInt8(ascii: "-")
    position += isNegative ? 1 : 0
    let (whole, count) = digits()
    guard count > 0, count < 8 else { return nil }
    var value = Float(whole)
    if byte(at: position) == UInt8(ascii: ".") {
      position += 1
      let (fraction, places) = digits()
      guard places > 0, count + places < 8 else { return nil }
      let scale = (0..<places).reduce(UInt64(1)) { scale, _ in scale * 10 }
      value = Float(whole * scale + fraction) / Float(scale)
    }
    return isNegative ? -value : value
  }

  private mutating func skipField() {
    while unsafe position < bytes.count {
      let byte = unsafe bytes[position]
      if isSeparator(byte) || byte == UInt8(ascii: "\n") { return }
      position += 1
    }
  }

  @inline(__always)
  private mutating func skipLineEnd() -> Bool {
    if unsafe position == bytes.count { return true }
    // An ignored last column has taken its carriage return along.
    if byte(at: position) == UInt8(ascii: "\r") { position += 1 }
    guard byte(at: position) == UInt8(ascii: "\n") else { return false }
    position += 1
    return true
  }
}
