extension String {
  /// Whether this name stands before `other` where numbers in names count by their value: `part-2` before
  /// `part-10`.
  ///
  /// Names that differ by zeros before a number alone are ordered by their bytes.
  package func precedesNaturally(_ other: String) -> Bool {
    let (own, others) = (naturalParts, other.naturalParts)
    for (part, otherPart) in zip(own, others) where part != otherPart {
      return part.isBefore(otherPart)
    }
    return own.count != others.count
      ? own.count < others.count : utf8.lexicographicallyPrecedes(other.utf8)
  }

  /// The digits of each number without zeros before them, and the bytes between numbers one by one.
  private var naturalParts: [NaturalPart] {
    var parts: [NaturalPart] = []
    var rest = Array(utf8)[...]
    while let byte = rest.first {
      let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      if digits.isEmpty {
        parts.append(.byte(byte))
        rest.removeFirst()
      } else {
        parts.append(.number(Array(digits.drop { $0 == UInt8(ascii: "0") })))
        rest.removeFirst(digits.count)
      }
    }
    return parts
  }
}

/// A piece of a name.
private enum NaturalPart: Equatable {
  case byte(UInt8)
  /// Its digits, of any number.
  case number([UInt8])

  func isBefore(_ other: NaturalPart) -> Bool {
    switch (self, other) {
    case (.byte(let own), .byte(let other)): own < other
    case (.number(let own), .number(let other)):
      own.count != other.count ? own.count < other.count : own.lexicographicallyPrecedes(other)
    case (.number, .byte(let other)): UInt8(ascii: "0") < other
    case (.byte(let own), .number): own < UInt8(ascii: "0")
    }
  }
}
