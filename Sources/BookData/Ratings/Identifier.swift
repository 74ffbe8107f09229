/// What the text of an id spells.
enum Identifier: Equatable {
  /// A 64-bit integer.
  case integer(Int64)
  /// An integer beyond 64 bits.
  case beyond64Bits
  /// Anything else.
  case text

  /// Classifies `[+-]?digits`.
  init(_ bytes: some Collection<UInt8>) {
    var digits = bytes[...]
    let isNegative = digits.first == UInt8(ascii: "-")
    if isNegative || digits.first == UInt8(ascii: "+") { digits = digits.dropFirst() }
    guard !digits.isEmpty, digits.allSatisfy(\.isDigit) else {
      self = .text
      return
    }
    self = Self.value(of: digits, isNegative: isNegative).map { .integer($0) } ?? .beyond64Bits
  }

  /// Counts downwards, for there is one more negative number than positive ones.
  private static func value(of digits: some Collection<UInt8>, isNegative: Bool) -> Int64? {
    var value: Int64 = 0
    for digit in digits {
      let (product, productOverflows) = value.multipliedReportingOverflow(by: 10)
      let (sum, sumOverflows) = product.subtractingReportingOverflow(
        Int64(digit - UInt8(ascii: "0")))
      guard !productOverflows, !sumOverflows else { return nil }
      value = sum
    }
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
}
