/// One key of the configuration: its name, its words, and where its value goes.
struct ConfigurationKey: Sendable {
  /// `gate.margin`.
  let name: String
  /// What it means, for people.
  let help: String
  /// What it may hold, in words.
  let expected: String
  /// Whether there is no default.
  var isRequired = false
  /// Whether the value is a path, which counts from the folder of the file that names it.
  var isPath = false
  /// Takes a value; false if it does not fit.
  let take: @Sendable (ConfigurationValue, inout RetrainingConfiguration) -> Bool
  /// The value as a file has it.
  let show: @Sendable (RetrainingConfiguration) -> String

  /// `OCTAVO_RETRAIN_GATE_MARGIN`.
  var variable: String {
    Self.variablePrefix + name.uppercased().replacing(".", with: "_").replacing("-", with: "_")
  }

  static let variablePrefix = "OCTAVO_RETRAIN_"
}

// MARK: - Kinds of keys

typealias Place<Value> = WritableKeyPath<RetrainingConfiguration, Value> & Sendable

extension ConfigurationKey {
  /// What `parse` makes of a value.
  private static func value<Value>(
    _ name: String, _ place: Place<Value>, _ expected: String, _ help: String,
    parse: @escaping @Sendable (ConfigurationValue) -> Value?,
    show: @escaping @Sendable (Value) -> String
  ) -> Self {
    Self(
      name: name, help: help, expected: expected,
      take: { value, configuration in
        guard let parsed = parse(value) else { return false }
        configuration[keyPath: place] = parsed
        return true
      }, show: { show($0[keyPath: place]) })
  }

  /// What `parse` makes of a value, or `word` for nil.
  private static func value<Value>(
    _ name: String, _ place: Place<Value?>, or word: String, _ expected: String, _ help: String,
    parse: @escaping @Sendable (ConfigurationValue) -> Value?,
    show: @escaping @Sendable (Value) -> String
  ) -> Self {
    value(
      name, place, expected, help,
      parse: { value in value.word == word ? .some(nil) : parse(value).map(Optional.some) },
      show: { $0.map(show) ?? word })
  }

  /// A whole number in `range`.
  static func whole(
    _ name: String, _ place: Place<Int>, _ range: ClosedRange<Int>, _ help: String
  ) -> Self {
    value(
      name, place, "a whole number\(words(range))", help, parse: { $0.whole(in: range) },
      show: { "\($0)" })
  }

  /// A whole number in `range`, or `word` for nil.
  static func whole(
    _ name: String, _ place: Place<Int?>, _ range: ClosedRange<Int>, or word: String, _ help: String
  ) -> Self {
    value(
      name, place, or: word, "a whole number\(words(range)), or \(word)", help,
      parse: { $0.whole(in: range) }, show: { "\($0)" })
  }

  /// A number for which `limits`, in words `expected`, holds.
  static func number(
    _ name: String, _ place: Place<Double>, _ expected: String, _ help: String,
    where limits: @escaping @Sendable (Double) -> Bool
  ) -> Self {
    value(
      name, place, "a number, \(expected)", help, parse: { $0.number(where: limits) }, show: shown)
  }

  /// A number for which `limits`, in words `expected`, holds, or `word` for nil.
  static func number(
    _ name: String, _ place: Place<Double?>, _ expected: String, or word: String, _ help: String,
    where limits: @escaping @Sendable (Double) -> Bool
  ) -> Self {
    value(
      name, place, or: word, "a number, \(expected), or \(word)", help,
      parse: { $0.number(where: limits) }, show: shown)
  }

  /// Yes or no.
  static func flag(_ name: String, _ place: Place<Bool>, _ help: String) -> Self {
    value(name, place, "true or false", help, parse: \.flag, show: { "\($0)" })
  }

  /// A text.
  static func text(_ name: String, _ place: Place<String>, _ help: String) -> Self {
    value(name, place, "a text", help, parse: \.text, show: { $0 })
  }

  /// A path that must be given; `example` is what an example file names.
  static func path(_ name: String, _ place: Place<String>, example: String, _ help: String) -> Self
  {
    var key = value(
      name, place, "a path", help, parse: \.text, show: { $0.isEmpty ? example : $0 })
    (key.isRequired, key.isPath) = (true, true)
    return key
  }

  /// A path, or `none`.
  static func path(_ name: String, _ place: Place<String?>, _ help: String) -> Self {
    var key = value(
      name, place, or: "none", "a path, or none", help, parse: \.text, show: { $0 })
    key.isPath = true
    return key
  }

  /// One of some words.
  static func choice<Value: RawRepresentable<String> & CaseIterable & Sendable>(
    _ name: String, _ place: Place<Value>, _ help: String
  ) -> Self {
    value(
      name, place, words(Value.self), help, parse: { $0.choice(Value.self) }, show: \.rawValue)
  }

  /// One of some words, or `word` for nil.
  static func choice<Value: RawRepresentable<String> & CaseIterable & Sendable>(
    _ name: String, _ place: Place<Value?>, or word: String, _ help: String
  ) -> Self {
    value(
      name, place, or: word, words(Value.self) + " or \(word)", help,
      parse: { $0.choice(Value.self) }, show: \.rawValue)
  }

  /// A list; `parse` makes an element of a word.
  static func list<Element: Sendable>(
    _ name: String, _ place: Place<[Element]>, _ expected: String, _ help: String,
    parse: @escaping @Sendable (String) -> Element?, show: @escaping @Sendable (Element) -> String
  ) -> Self {
    value(
      name, place, expected, help,
      parse: { value in
        guard let words = value.elements else { return nil }
        let elements = words.compactMap(parse)
        return elements.count == words.count ? elements : nil
      }, show: { "[\($0.map(show).joined(separator: ", "))]" })
  }

  private static func words<Value: RawRepresentable<String> & CaseIterable>(
    _ type: Value.Type
  ) -> String {
    Value.allCases.map(\.rawValue).joined(separator: ", ")
  }

  private static func words(_ range: ClosedRange<Int>) -> String {
    switch (range.lowerBound, range.upperBound) {
    case (.min, .max): ""
    case (let lowest, .max): ", \(lowest) or more"
    case (let lowest, let highest): ", \(lowest) to \(highest)"
    }
  }

  /// Whole numbers without a point.
  private static func shown(_ number: Double) -> String {
    Int(exactly: number).map(String.init) ?? "\(number)"
  }
}

extension ConfigurationValue {
  fileprivate func whole(in range: ClosedRange<Int>) -> Int? {
    whole.flatMap { range.contains($0) ? $0 : nil }
  }

  fileprivate func number(where limits: (Double) -> Bool) -> Double? {
    number.flatMap { limits($0) ? $0 : nil }
  }

  fileprivate func choice<Value: RawRepresentable<String>>(_ type: Value.Type) -> Value? {
    word.flatMap(Value.init(rawValue:))
  }
}
