/// What spreadsheets do to the numbers of books.
struct ISBNCounters {
  private var withoutZeros = Finding.Counter()
  private var damaged = Finding.Counter()
  private var rounded = Finding.Counter()

  /// Counts an ISBN of ten characters, the last of which may be X.
  mutating func append(ten text: String, line: Int) {
    let characters = Array(text.utf8)
    if Self.isValid(characters) { return }
    let zeros = [UInt8](repeating: UInt8(ascii: "0"), count: max(0, 10 - characters.count))
    if !zeros.isEmpty, Self.isValid(zeros + characters) {
      withoutZeros.append(line: line, text.quotedForMessage)
    } else {
      damaged.append(line: line, text.quotedForMessage)
    }
  }

  /// Counts an ISBN of thirteen digits that became a number.
  mutating func append(thirteen text: String, line: Int) {
    if text.utf8.contains(where: { ".eE".utf8.contains($0) }) {
      rounded.append(line: line, text.quotedForMessage)
    }
  }

  func findings(_ file: String) -> [Finding] {
    [
      withoutZeros.finding(file, .isbnWithoutLeadingZeros), damaged.finding(file, .damagedISBN),
      rounded.finding(file, .roundedISBN13),
    ].compactMap(\.self)
  }

  /// Whether ten characters, weighted 10 to 1, sum to a multiple of 11.
  static func isValid(_ characters: [UInt8]) -> Bool {
    guard characters.count == 10 else { return false }
    var sum = 0
    for (place, byte) in characters.enumerated() {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        sum += (10 - place) * Int(byte - UInt8(ascii: "0"))
      case UInt8(ascii: "X") where place == 9: sum += 10
      default: return false
      }
    }
    return sum % 11 == 0
  }
}
