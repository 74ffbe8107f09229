/// What the text of an id spells.
enum Identifier: Equatable {
  /// A 64-bit integer in the one way to write it: no plus sign, no zeros before it, no minus before 0.
  case integer(Int64)
  /// Anything else: ids are names, and `012` is another one than `12`.
  case text

  /// Classifies the text of an id.
  init(_ bytes: some Collection<UInt8>) {
    let isNegative = bytes.first == UInt8(ascii: "-")
    let digits = isNegative ? bytes.dropFirst() : bytes[...]
    let isZero = digits.first == UInt8(ascii: "0")
    guard let value = Self.value(of: digits, isNegative: isNegative),
      !isZero || digits.count == 1 && !isNegative
    else {
      self = .text
      return
    }
    self = .integer(value)
  }

  /// The value of digits, nil for other text and beyond 64 bits.
  ///
  /// Counts downwards, for there is one more negative number than positive ones.
  private static func value(of digits: some Collection<UInt8>, isNegative: Bool) -> Int64? {
    var value: Int64 = 0
    for digit in digits {
      let (product, productOverflows) = value.multipliedReportingOverflow(by: 10)
      let (sum, sumOverflows) = product.subtractingReportingOverflow(
        Int64(digit) - Int64(UInt8(ascii: "0")))
      guard digit.isDigit, !productOverflows, !sumOverflows else { return nil }
      value = sum
    }
    guard !digits.isEmpty else { return nil }
    guard !isNegative else { return value }
    return value == .min ? nil : -value
  }
}

extension UInt8 {
  var isDigit: Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= self }
  var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
}

extension ArraySlice<UInt8> {
  /// The bytes without spaces and tabs at both ends.
  package var trimmed: ArraySlice<UInt8> {
    var slice = drop(while: \.isBlank)
    while slice.last?.isBlank == true { slice.removeLast() }
    return slice
  }

  /// Whether the bytes say that there is no id: what programs write for a missing value.
  package var isMissingId: Bool {
    // Most ids are longer, or digits: they are not compared.
    guard count <= 4, let first, !first.isDigit else { return isEmpty }
    return Self.missingIds.contains { elementsEqual($0) }
  }

  private static let missingIds = [
    "NULL", "null", "\\N", "NA", "N/A", "<NA>", "NaN", "nan", "None",
  ]
  .map { Array($0.utf8) }
}
