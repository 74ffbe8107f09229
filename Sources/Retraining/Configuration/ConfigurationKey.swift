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
  /// A whole number in `range`.
  static func whole(
    _ name: String, _ place: Place<Int>, _ range: ClosedRange<Int>, _ help: String
  ) -> Self {
    Self(
      name: name, help: help, expected: "a whole number\(words(range))",
      take: { value, configuration in
        guard let number = value.whole, range.contains(number) else { return false }
        configuration[keyPath: place] = number
        return true
      }, show: { "\($0[keyPath: place])" })
  }

  /// A whole number in `range`, or `word` for nil.
  static func whole(
    _ name: String, _ place: Place<Int?>, _ range: ClosedRange<Int>, or word: String, _ help: String
  ) -> Self {
    Self(
      name: name, help: help, expected: "a whole number\(words(range)), or \(word)",
      take: { value, configuration in
        if value.word == word {
          configuration[keyPath: place] = nil
          return true
        }
        guard let number = value.whole, range.contains(number) else { return false }
        configuration[keyPath: place] = number
        return true
      }, show: { $0[keyPath: place].map { "\($0)" } ?? word })
  }

  /// A number for which `limits`, in words `expected`, holds.
  static func number(
    _ name: String, _ place: Place<Double>, _ expected: String, _ help: String,
    where limits: @escaping @Sendable (Double) -> Bool
  ) -> Self {
    Self(
      name: name, help: help, expected: "a number, \(expected)",
      take: { value, configuration in
        guard let number = value.number, limits(number) else { return false }
        configuration[keyPath: place] = number
        return true
      }, show: { shown($0[keyPath: place]) })
  }

  /// A number for which `limits`, in words `expected`, holds, or `word` for nil.
  static func number(
    _ name: String, _ place: Place<Double?>, _ expected: String, or word: String, _ help: String,
    where limits: @escaping @Sendable (Double) -> Bool
  ) -> Self {
    Self(
      name: name, help: help, expected: "a number, \(expected), or \(word)",
      take: { value, configuration in
        if value.word == word {
          configuration[keyPath: place] = nil
          return true
        }
        guard let number = value.number, limits(number) else { return false }
        configuration[keyPath: place] = number
        return true
      }, show: { $0[keyPath: place].map(shown) ?? word })
  }

  /// Yes or no.
  static func flag(_ name: String, _ place: Place<Bool>, _ help: String) -> Self {
    Self(
      name: name, help: help, expected: "true or false",
      take: { value, configuration in
        guard let flag = value.flag else { return false }
        configuration[keyPath: place] = flag
        return true
      }, show: { "\($0[keyPath: place])" })
  }

  /// A text.
  static func text(_ name: String, _ place: Place<String>, _ help: String) -> Self {
    Self(
      name: name, help: help, expected: "a text",
      take: { value, configuration in
        guard let text = value.text else { return false }
        configuration[keyPath: place] = text
        return true
      }, show: { $0[keyPath: place] })
  }

  /// A path that must be given; `example` is what an example file names.
  static func path(_ name: String, _ place: Place<String>, example: String, _ help: String) -> Self
  {
    Self(
      name: name, help: help, expected: "a path", isRequired: true, isPath: true,
      take: { value, configuration in
        guard let text = value.text else { return false }
        configuration[keyPath: place] = text
        return true
      },
      show: { $0[keyPath: place].isEmpty ? example : $0[keyPath: place] })
  }

  /// A path, or `none`.
  static func path(_ name: String, _ place: Place<String?>, _ help: String) -> Self {
    Self(
      name: name, help: help, expected: "a path, or none", isPath: true,
      take: { value, configuration in
        guard let text = value.text else { return false }
        configuration[keyPath: place] = value.word == "none" ? nil : text
        return true
      }, show: { $0[keyPath: place] ?? "none" })
  }

  /// One of some words.
  static func choice<Value: RawRepresentable<String> & CaseIterable & Sendable>(
    _ name: String, _ place: Place<Value>, _ help: String
  ) -> Self {
    Self(
      name: name, help: help, expected: Self.words(Value.self),
      take: { value, configuration in
        guard let choice = value.word.flatMap(Value.init(rawValue:)) else { return false }
        configuration[keyPath: place] = choice
        return true
      }, show: { $0[keyPath: place].rawValue })
  }

  /// One of some words, or `word` for nil.
  static func choice<Value: RawRepresentable<String> & CaseIterable & Sendable>(
    _ name: String, _ place: Place<Value?>, or word: String, _ help: String
  ) -> Self {
    Self(
      name: name, help: help, expected: Self.words(Value.self) + " or \(word)",
      take: { value, configuration in
        if value.word == word {
          configuration[keyPath: place] = nil
          return true
        }
        guard let choice = value.word.flatMap(Value.init(rawValue:)) else { return false }
        configuration[keyPath: place] = choice
        return true
      }, show: { $0[keyPath: place]?.rawValue ?? word })
  }

  /// A list; `parse` makes an element of a word.
  static func list<Element: Sendable>(
    _ name: String, _ place: Place<[Element]>, _ expected: String, _ help: String,
    parse: @escaping @Sendable (String) -> Element?, show: @escaping @Sendable (Element) -> String
  ) -> Self {
    Self(
      name: name, help: help, expected: expected,
      take: { value, configuration in
        guard let words = value.elements else { return false }
        let elements = words.compactMap(parse)
        guard elements.count == words.count else { return false }
        configuration[keyPath: place] = elements
        return true
      }, show: { "[\($0[keyPath: place].map(show).joined(separator: ", "))]" })
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
