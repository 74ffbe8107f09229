import Foundation
import Support

extension RetrainingConfiguration {
  /// Reads a configuration: the file, then the environment, then the command line; what comes later counts.
  ///
  /// Paths of the file count from its folder, others from the present one.
  ///
  /// - Parameters:
  ///   - path: The YAML file.
  ///   - environment: The environment; variables that begin with `OCTAVO_RETRAIN_` count. The default is none.
  ///   - settings: `key=value`, as on the command line. The default is none.
  /// - Throws: ``ConfigurationFileError`` with everything that is wrong; `FileError`.
  public init(
    reading path: String, environment: [String: String] = [:], settings: [String] = []
  ) throws {
    try self.init(
      ConfigurationFile(reading: path), environment: environment, settings: settings)
  }

  init(
    _ file: ConfigurationFile, environment: [String: String] = [:], settings: [String] = []
  ) throws(ConfigurationFileError) {
    self.init()
    var reading = ConfigurationReading(problems: file.problems)
    for entry in file.entries {
      reading.take(
        entry.value, for: entry.name, at: "\(file.path):\(entry.line)",
        folder: URL(fileURLWithPath: file.path).deletingLastPathComponent().path, into: &self)
    }
    let variables = environment.filter { $0.key.hasPrefix(ConfigurationKey.variablePrefix) }
    for (variable, value) in variables.sorted(by: { $0.key < $1.key }) {
      reading.takeVariable(variable, value, into: &self)
    }
    for setting in settings { reading.takeSetting(setting, into: &self) }
    try reading.finish(self, path: file.path)
  }
}

/// What has been read so far, and what was wrong with it.
private struct ConfigurationReading {
  var problems: [ConfigurationFileError.Problem]
  private var given: Set<String> = []

  init(problems: [ConfigurationFileError.Problem]) { self.problems = problems }

  /// Takes the value of a key that `place` gives.
  mutating func take(
    _ value: ConfigurationValue, for name: String, at place: String, folder: String? = nil,
    into configuration: inout RetrainingConfiguration
  ) {
    guard let key = ConfigurationKeys.all.first(where: { $0.name == name }) else {
      return refuse(name, value, at: place)
    }
    given.insert(name)
    guard key.take(key.isPath ? value.path(from: folder) : value, &configuration) else {
      return problems.append(
        .wrongValue(place: place, key: name, found: value.description, expected: key.expected))
    }
  }

  private mutating func refuse(_ name: String, _ value: ConfigurationValue, at place: String) {
    if let example = ConfigurationKeys.all.first(where: { $0.name.hasPrefix(name + ".") }) {
      problems.append(
        .wrongValue(
          place: place, key: name, found: value.description,
          expected: "keys below it such as \(example.name)"))
    } else {
      problems.append(
        .unknownKey(place: place, found: name, nearest: ConfigurationKeys.nearest(to: name)))
    }
  }

  mutating func takeVariable(
    _ variable: String, _ value: String, into configuration: inout RetrainingConfiguration
  ) {
    if let key = ConfigurationKeys.all.first(where: { $0.variable == variable }) {
      return take(
        ConfigurationValue(word: value), for: key.name, at: variable, into: &configuration)
    }
    let nearest = ConfigurationKeys.all.map(\.variable)
      .min { editDistance($0, variable) < editDistance($1, variable) }
    problems.append(
      .unknownKey(place: "the environment", found: variable, nearest: nearest ?? ""))
  }

  mutating func takeSetting(
    _ setting: String, into configuration: inout RetrainingConfiguration
  ) {
    let pair = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      .map(String.init)
    guard pair.count == 2 else {
      return problems.append(
        .wrongValue(place: "--set", key: setting, found: "no value", expected: "KEY=VALUE"))
    }
    take(ConfigurationValue(word: pair[1]), for: pair[0], at: "--set", into: &configuration)
  }

  /// Checks what no key alone can tell.
  func finish(
    _ configuration: RetrainingConfiguration, path: String
  ) throws(ConfigurationFileError) {
    var problems = problems
    for key in ConfigurationKeys.all where key.isRequired && !given.contains(key.name) {
      problems.append(.missingKey(place: path, key: key.name, expected: key.expected))
    }
    if problems.isEmpty {
      do {
        try configuration.validate()
      } catch {
        problems.append(.contradiction(place: path, reason: error.description))
      }
    }
    guard problems.isEmpty else { throw ConfigurationFileError(problems: problems) }
  }
}

extension ConfigurationValue {
  /// The value of a path that counts from `folder`.
  fileprivate func path(from folder: String?) -> ConfigurationValue {
    guard let folder, case .scalar(let text, let isQuoted) = self, !text.isEmpty,
      isQuoted || text != "none"
    else { return self }
    let url = URL(fileURLWithPath: text, relativeTo: URL(fileURLWithPath: folder + "/"))
    return .scalar(url.standardizedFileURL.path, isQuoted: true)
  }
}
