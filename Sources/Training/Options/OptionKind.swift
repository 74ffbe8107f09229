/// What an option may hold: how its value is read, which values make sense, and how they are shown.
package struct OptionKind<Value: Sendable>: Sendable {
  /// What makes sense, in words: `a whole number, 1 to 100000`.
  let expected: String
  /// All values, where they are a few words.
  var choices: [String] = []
  /// Whether the value is a path.
  var isPath = false
  /// The value, whether or not it makes sense; nil where it is of another kind.
  let read: @Sendable (ConfigurationValue) -> Value?
  /// Whether a value makes sense.
  var allows: @Sendable (Value) -> Bool = { _ in true }
  /// A value as it can be read again.
  var show: @Sendable (Value) -> ConfigurationValue = { .init(word: "\($0)") }
}

// MARK: - Numbers

extension OptionKind where Value: FixedWidthInteger {
  /// Any whole number.
  package static var whole: Self {
    Self(expected: "a whole number", read: { $0.word.flatMap { Value($0) } })
  }

  /// A whole number in `range`.
  package static func whole(_ range: ClosedRange<Value>) -> Self {
    let highest = range.upperBound == .max ? "or more" : "to \(range.upperBound)"
    return Self(
      expected: "a whole number, \(range.lowerBound) \(highest)", read: whole.read,
      allows: range.contains)
  }
}

extension OptionKind<UInt64> {
  /// What random numbers depend on; a negative number is the one of the same bits.
  package static var seed: Self {
    Self(
      expected: "a whole number",
      read: { $0.word.flatMap { UInt64($0) ?? Int64($0).map(UInt64.init(bitPattern:)) } })
  }
}

extension OptionKind where Value: BinaryFloatingPoint & LosslessStringConvertible {
  /// A finite number, at least `lowest` or above another, at most `highest` or below another.
  package static func number(
    from lowest: Value? = nil, above: Value? = nil, to highest: Value? = nil, below: Value? = nil
  ) -> Self {
    var limits = [
      lowest.map { "at least \(digits($0))" }, above.map { "above \(digits($0))" },
      highest.map { "at most \(digits($0))" }, below.map { "below \(digits($0))" },
    ].compactMap(\.self).joined(separator: " and ")
    if let lowest, let highest { limits = "\(digits(lowest)) to \(digits(highest))" }
    return Self(
      expected: limits.isEmpty ? "a number" : "a number, " + limits,
      read: { $0.word.flatMap { Value($0) } },
      allows: { value in
        value.isFinite && value >= lowest ?? value && value > above ?? -.infinity
          && value <= highest ?? value && value < below ?? .infinity
      }, show: { .init(word: digits($0)) })
  }

  /// Whole numbers without a point.
  private static func digits(_ number: Value) -> String {
    Int(exactly: number).map(String.init) ?? "\(number)"
  }
}

// MARK: - Words

extension OptionKind<Bool> {
  /// Yes or no.
  package static var flag: Self {
    Self(expected: "true or false", read: { $0.word.flatMap { Bool($0) } })
  }
}

extension OptionKind<String> {
  /// A text.
  package static var text: Self { Self(expected: "a text", read: \.text) }

  /// A path; the empty one shows as `example`.
  package static func path(example: String = "") -> Self {
    Self(
      expected: "a path", isPath: true, read: \.text,
      show: { .init(word: $0.isEmpty ? example : $0) })
  }
}

extension OptionKind where Value: CaseIterable & RawRepresentable<String> {
  /// One of some words.
  package static var choice: Self {
    let choices = Value.allCases.map(\.rawValue)
    return Self(
      expected: choices.joined(separator: ", "), choices: choices,
      read: { $0.word.flatMap { Value(rawValue: $0) } }, show: { .init(word: $0.rawValue) })
  }
}

// MARK: - Lists and what may be missing

extension OptionKind {
  /// A list; `read` makes an element of a word, and `show` a word of an element.
  package static func list<Element>(
    _ expected: String, read: @escaping @Sendable (String) -> Element?,
    allows: @escaping @Sendable ([Element]) -> Bool = { _ in true },
    show: @escaping @Sendable (Element) -> String
  ) -> Self where Value == [Element] {
    Self(
      expected: expected,
      read: { value in
        guard let words = value.elements else { return nil }
        let elements = words.compactMap(read)
        return elements.count == words.count ? elements : nil
      }, allows: allows, show: { .list($0.map(show)) })
  }

  /// What `kind` holds, or `word` for nil; without a word nil shows as `words`, and is given as `auto`.
  package static func optional<Wrapped>(
    _ kind: OptionKind<Wrapped>, or word: String? = nil, shownAs words: String = ""
  ) -> Self where Value == Wrapped? {
    Self(
      expected: kind.expected + (word.map { ", or \($0)" } ?? ""), choices: kind.choices,
      isPath: kind.isPath,
      read: { word != nil && $0.word == word ? .some(nil) : kind.read($0).map(Optional.some) },
      allows: { value in value.map(kind.allows) ?? true },
      show: { value in value.map(kind.show) ?? .init(word: word ?? words) })
  }
}
