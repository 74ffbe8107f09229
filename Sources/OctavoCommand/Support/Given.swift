import ArgumentParser
import Octavo
import Support

/// A word that was given for an option of a table.
///
/// It is looked at only when all are there, so that one kind of sentence tells of all that do not fit.
struct Given<Root: Configurable> {
  let option: ConfigurationOption<Root>
  let word: String

  /// What the word sets.
  ///
  /// - Throws: `ConfigurationError` if it does not fit.
  func setting() throws(ConfigurationError) -> ConfigurationOption<Root>.Setting {
    if !word.isEmpty, let setting = option.setting(.init(word: word)) { return setting }
    throw ConfigurationError("--\(option.argument): found '\(word)', expected \(option.expected)")
  }
}

extension Option {
  /// The option of a table whose value is kept at `place`; `help` is what it means in a command, where that
  /// is more than the table says.
  init<Root>(_ place: PartialKeyPath<Root>, help: String? = nil) where Value == Given<Root>? {
    let option = Root.option(at: place)
    self.init(
      name: .customLong(option.argument),
      // What begins with a dash is a value all the same: -3 is found, and 1 expected.
      parsing: .unconditional,
      help: ArgumentHelp(
        "\(help ?? option.help) (\(option.expected); default: \(option.defaultWords))",
        valueName: option.unit),
      completion: option.choices.isEmpty ? nil : .list(option.choices),
      transform: { Given(option: option, word: $0) })
  }
}

extension Configurable {
  /// The defaults with what was given in place of them.
  ///
  /// - Throws: `ConfigurationError` if a word does not fit.
  init(_ given: [Given<Self>?]) throws(ConfigurationError) {
    var settings: [ConfigurationOption<Self>.Setting] = []
    for case let given? in given { settings.append(try given.setting()) }
    self.init(settings)
  }
}

/// Runs `check`, whose errors are those of the command line.
func asUsage<Result>(_ check: () throws -> Result) throws -> Result {
  do {
    return try check()
  } catch let error as ConfigurationError {
    throw ValidationError(error.description)
  }
}
