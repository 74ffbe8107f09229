import BookData

/// Collects what there is to say about one column, field by field.
struct ColumnCounter {
  let name: String
  /// Whether the values are ids, which are names: then `012` is a text.
  let holdsIds: Bool
  private(set) var missing = 0
  private(set) var integers = 0
  private(set) var decimals = 0
  private var numbers: [Double] = []
  /// How often each text occurs; numbers are texts in a mixed column alone.
  private var texts: [ArraySlice<UInt8>: Int] = [:]
  /// Where the first texts stand.
  private(set) var firstTexts: [Example] = []
  private(set) var textRows = 0

  init(name: String, holdsIds: Bool = false) {
    (self.name, self.holdsIds) = (name, holdsIds)
  }

  /// Counts a field.
  mutating func append(_ field: ArraySlice<UInt8>, line: Int) {
    let field = field.trimmed
    if field.isEmpty {
      missing += 1
    } else if holdsIds, field.isPadded {
      appendText(field, line: line)
    } else if let number = field.wholeNumber {
      integers += 1
      numbers.append(number)
    } else if let number = field.decimalNumber {
      decimals += 1
      numbers.append(number)
    } else {
      appendText(field, line: line)
    }
  }

  /// Whether texts and numbers stand in the column: then numbers are texts, too, and differ by spelling.
  var isMixed: Bool { textRows > 0 && !numbers.isEmpty }

  /// Counts a field of a mixed column once more, if it is a number.
  mutating func appendNumberAsText(_ field: ArraySlice<UInt8>) {
    let field = field.trimmed
    if holdsIds && field.isPadded { return }
    if field.wholeNumber != nil || field.decimalNumber != nil { count(field) }
  }

  private mutating func appendText(_ field: ArraySlice<UInt8>, line: Int) {
    textRows += 1
    if firstTexts.count < Example.limit {
      let text = String(decoding: field, as: UTF8.self)
      firstTexts.append(Example(line: line, text: text.quotedForMessage))
    }
    count(field)
  }

  private mutating func count(_ field: ArraySlice<UInt8>) {
    if texts[field] != nil {
      texts[field]? += 1
    } else {
      // A copy, for the slice is a view of a whole record.
      texts[ArraySlice(Array(field))] = 1
    }
  }

  /// Whether most values are numbers and some are not.
  var isNumericWithText: Bool { textRows > 0 && numbers.count >= 9 * textRows }

  /// What the column turned out to be.
  func profile() -> ColumnProfile {
    guard textRows > 0 else {
      let counter = ValueCounter(numbers)
      let type: ColumnType = numbers.isEmpty ? .empty : decimals > 0 ? .decimal : .integer
      return ColumnProfile(
        name: name, type: type, missing: missing, distinct: counter.entries.count,
        summary: Summary(counter))
    }
    let top = texts.max { ($0.value, $1.key) < ($1.value, $0.key) }
    return ColumnProfile(
      name: name, type: .text, missing: missing, distinct: texts.count,
      mostFrequent: top.map { String(decoding: $0.key, as: UTF8.self) },
      mostFrequentCount: top?.value)
  }
}

/// Orders a tie between texts by their bytes.
private func < (
  left: (Int, ArraySlice<UInt8>), right: (Int, ArraySlice<UInt8>)
) -> Bool {
  left.0 != right.0 ? left.0 < right.0 : left.1.lexicographicallyPrecedes(right.1)
}

extension ArraySlice<UInt8> {
  /// Whether a number stands behind a plus sign or zeros.
  fileprivate var isPadded: Bool {
    first == UInt8(ascii: "+") || count > 1 && first == UInt8(ascii: "0") && wholeNumber != nil
  }

  /// The number that `[+-]?digits` spell, up to 18 of them.
  var wholeNumber: Double? {
    let isNegative = first == UInt8(ascii: "-")
    let digits = isNegative || first == UInt8(ascii: "+") ? dropFirst() : self
    guard (1...18).contains(digits.count) else { return nil }
    var value = 0
    for byte in digits {
      guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte else { return nil }
      value = 10 * value + Int(byte - UInt8(ascii: "0"))
    }
    return Double(isNegative ? -value : value)
  }

  /// The number that the bytes spell in decimal, with or without an exponent.
  ///
  /// One beyond 10¹⁵⁰ is none: its square, which the standard deviation needs, has no room in a `Double`.
  var decimalNumber: Double? {
    let isInNumber: (UInt8) -> Bool = {
      UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || "+-.eE".utf8.contains($0)
    }
    guard allSatisfy(isInNumber), let value = Double(String(decoding: self, as: UTF8.self)),
      abs(value) <= 1e150
    else { return nil }
    return value
  }
}
