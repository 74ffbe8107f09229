import Support

/// One row of a table of options: all that `--help`, the keys of configuration files, their example and
/// `validate()` know of an option.
package struct ConfigurationOption<Root: Configurable>: Sendable {
  /// What puts a value in its place, and whether defaults of other options depend on that value.
  package typealias Setting = (apply: @Sendable (inout Root) -> Void, comesFirst: Bool)

  /// The key in a file, behind those of its sections: `training.batch_size`.
  package let name: String
  /// What it means: a sentence.
  package private(set) var help = ""
  /// What the value is or counts, where the name does not say it: `steps`.
  package let unit: String?
  /// What it may hold, in words: `a whole number, 1 to 4194304, or auto`.
  package let expected: String
  /// All that it may hold, where that is a few words.
  package let choices: [String]
  /// The default in words: `hybrid 1024, plain 512`.
  package let defaultWords: String
  /// Whether the value is a path, which counts from the folder of the file that names it.
  package let isPath: Bool
  /// Whether it must be given.
  package let isRequired: Bool
  /// What a value sets; nil where it does not fit.
  package let setting: @Sendable (ConfigurationValue) -> Setting?
  /// The value as a file has it.
  package let value: @Sendable (Root) -> ConfigurationValue
  /// The value, also where a file has `auto`.
  let plainValue: @Sendable (Root) -> ConfigurationValue
  /// Whether the value makes sense.
  let allows: @Sendable (Root) -> Bool
  /// Where the value is kept.
  let place: AnyKeyPath & Sendable

  /// The option on a command line: `batch-size`.
  package var argument: String { name.replacing("_", with: "-") }
}

extension ConfigurationOption {
  /// A row for the value at `place`.
  ///
  /// With `isAutomatic`, `auto` stands for the value of ``Configurable/standard``; with `comesFirst`,
  /// defaults of other options depend on this one.
  package init<Value: Equatable & Sendable>(
    _ name: String, _ place: WritableKeyPath<Root, Value> & Sendable, _ kind: OptionKind<Value>,
    unit: String? = nil, isAutomatic: Bool = false, comesFirst: Bool = false,
    isRequired: Bool = false
  ) {
    let auto = ConfigurationValue(word: "auto")
    self.init(
      name: name, unit: unit,
      expected: kind.expected + (isAutomatic ? ", or auto" : ""), choices: kind.choices,
      defaultWords: Root.defaultWords(ofAll: !comesFirst) {
        kind.show($0[keyPath: place]).argument
      },
      isPath: kind.isPath, isRequired: isRequired,
      setting: { value in
        if isAutomatic, value == auto {
          return ({ $0[keyPath: place] = $0.standard[keyPath: place] }, false)
        }
        guard let new = kind.read(value), kind.allows(new) else { return nil }
        return ({ $0[keyPath: place] = new }, comesFirst)
      },
      value: { root in
        let value = root[keyPath: place]
        return isAutomatic && value == root.standard[keyPath: place] ? auto : kind.show(value)
      }, plainValue: { kind.show($0[keyPath: place]) },
      allows: { kind.allows($0[keyPath: place]) }, place: place)
  }

  /// The row with the sentence that says what the value means.
  package func means(_ help: String) -> Self {
    var row = self
    row.help = help
    return row
  }

  /// The row in the table of a larger configuration, which has this one at `part`.
  fileprivate func moved<Outer>(
    to part: WritableKeyPath<Outer, Root> & Sendable, _ prefix: String
  ) -> ConfigurationOption<Outer> {
    ConfigurationOption<Outer>(
      name: prefix + name, help: help, unit: unit, expected: expected, choices: choices,
      defaultWords: defaultWords, isPath: isPath, isRequired: isRequired,
      setting: { [setting] value in
        setting(value).map { setting in
          ({ setting.apply(&$0[keyPath: part]) }, setting.comesFirst)
        }
      }, value: { [value] in value($0[keyPath: part]) },
      plainValue: { [plainValue] in plainValue($0[keyPath: part]) },
      allows: { [allows] in allows($0[keyPath: part]) }, place: place)
  }
}

/// A configuration whose options stand in a table.
package protocol Configurable: Sendable {
  /// The table, in the order of an example file.
  static var options: [ConfigurationOption<Self>] { get }
  /// The defaults, each with the name of what it is for where there are several; the first ones hold.
  static var defaults: [(name: String, value: Self)] { get }
  /// What `auto` stands for beside the values of other options.
  var standard: Self { get }
}

extension Configurable {
  package var standard: Self { Self.defaults[0].value }

  /// The row for the value at `place`.
  package static func option(at place: PartialKeyPath<Self>) -> ConfigurationOption<Self> {
    guard let option = options.first(where: { $0.place as AnyKeyPath == place }) else {
      preconditionFailure("no option for \(place)")
    }
    return option
  }

  /// The table as part of that of a larger configuration, which has this one at `part`.
  package static func options<Outer>(
    under section: String? = nil, at part: WritableKeyPath<Outer, Self> & Sendable
  ) -> [ConfigurationOption<Outer>] {
    options.map { $0.moved(to: part, section.map { "\($0)." } ?? "") }
  }

  /// The defaults with `settings` in place of them; of several for one option the last counts.
  package init(_ settings: [ConfigurationOption<Self>.Setting]) {
    self = Self.defaults[0].value
    for setting in settings where setting.comesFirst { setting.apply(&self) }
    for setting in settings where !setting.comesFirst { setting.apply(&self) }
  }

  /// Throws a sentence for the first value that makes no sense.
  ///
  /// - Throws: `ConfigurationError`.
  package func checkOptions() throws(ConfigurationError) {
    for option in Self.options {
      try require(
        option.allows(self), option.name.replacing("_", with: " "), option.value(self).argument,
        option.expected)
    }
  }

  /// The default that holds, or of all of them each with the name of what it is for, where they differ.
  fileprivate static func defaultWords(ofAll: Bool, _ show: (Self) -> String) -> String {
    let words = defaults.map { show($0.value) }
    guard ofAll, Set(words).count > 1 else { return words[0] }
    return zip(defaults, words).map { "\($0.name) \($1)" }.joined(separator: ", ")
  }
}
