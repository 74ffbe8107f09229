import Foundation
import Octavo
import Support
import Yams

/// What has been read of the options of a table, and what was wrong with it.
package struct ConfigurationReading<Root: Configurable> {
  private(set) var problems: [ConfigurationFileError.Problem] = []
  /// The options that were found with their values, in the order of reading.
  package private(set) var given: [(option: ConfigurationOption<Root>, value: ConfigurationValue)] =
    []
  private var settings: [ConfigurationOption<Root>.Setting] = []

  /// Nothing has been read yet.
  package init() {}

  // MARK: Sources

  /// Takes the text of a YAML file; paths count from its folder.
  package mutating func take(text: String, path: String) {
    do {
      guard let root = try Yams.compose(yaml: text) else { return }
      if let mapping = root.mapping {
        take(mapping, under: "", path: path)
      } else if root.scalar?.string.isEmpty != true {
        // An empty one is of a file of comments, or an explicit nothing.
        problems.append(.syntax(path: path, line: root.mark?.line, reason: "found no keys"))
      }
    } catch {
      problems.append(.syntax(error, path: path))
    }
  }

  private mutating func take(_ mapping: Node.Mapping, under section: String, path: String) {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    for (key, node) in mapping {
      let name = section + (key.scalar?.string ?? "?")
      let value = ConfigurationValue(node)
      let isSection = Root.options.contains { $0.name.hasPrefix(name + ".") }
      if isSection, let inner = node.mapping {
        take(inner, under: name + ".", path: path)
      } else if !isSection || value != .nothing {
        // A section with nothing in it is one all of whose keys are commented out.
        take(value, for: name, at: "\(path):\(key.mark?.line ?? 0)", folder: folder)
      }
    }
  }

  /// Takes the variables of an environment that begin with `prefix`: `OCTAVO_RETRAIN_GATE_MARGIN`.
  mutating func take(environment: [String: String], prefix: String) {
    let variables = environment.filter { $0.key.hasPrefix(prefix) }.sorted { $0.key < $1.key }
    for (variable, word) in variables {
      if let option = Root.options.first(where: { $0.variable(prefix) == variable }) {
        take(ConfigurationValue(word: word), for: option.name, at: variable)
      } else {
        let nearest = nearest(to: variable, of: Root.options.map { $0.variable(prefix) })
        problems.append(
          .unknownKey(place: "the environment", found: variable, nearest: nearest))
      }
    }
  }

  /// Takes `gate.margin=0.01` of a command line.
  mutating func take(setting: String) {
    let pair = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      .map(String.init)
    guard pair.count == 2 else {
      return problems.append(
        .wrongValue(place: "--set", key: setting, found: "no value", expected: "KEY=VALUE"))
    }
    take(ConfigurationValue(word: pair[1]), for: pair[0], at: "--set")
  }

  // MARK: Values

  /// Takes the value of a key that stands at `place`.
  private mutating func take(
    _ value: ConfigurationValue, for name: String, at place: String, folder: URL? = nil
  ) {
    guard let option = Root.options.first(where: { $0.name == name }) else {
      return problems.append(Self.unknown(name, value, at: place))
    }
    given.append((option, value))
    if let setting = option.setting(option.isPath ? value.path(from: folder) : value) {
      settings.append(setting)
    } else {
      problems.append(
        .wrongValue(
          place: place, key: name, found: value.description, expected: option.expected))
    }
  }

  private static func unknown(
    _ name: String, _ value: ConfigurationValue, at place: String
  ) -> ConfigurationFileError.Problem {
    let keys = Root.options.map(\.name)
    if let example = keys.first(where: { $0.hasPrefix(name + ".") }) {
      return .wrongValue(
        place: place, key: name, found: value.description,
        expected: "keys below it such as \(example)")
    }
    let sections = keys.flatMap { key in key.indices.filter { key[$0] == "." }.map { key[..<$0] } }
    return .unknownKey(
      place: place, found: name, nearest: nearest(to: name, of: keys + sections.map(String.init)))
  }

  /// The configuration that the file at `path` and the others make.
  ///
  /// - Parameters:
  ///   - path: The file that is named where a key is missing.
  ///   - check: Looks for values that make no sense together.
  /// - Throws: ``ConfigurationFileError`` with everything that is wrong.
  @discardableResult
  package func finish(
    _ path: String, check: (Root) throws(ConfigurationError) -> Void
  ) throws(ConfigurationFileError) -> Root {
    let missing = Root.options.filter {
      $0.isRequired && !given.map(\.option.name).contains($0.name)
    }
    var problems = problems
    problems += missing.map { .missingKey(place: path, key: $0.name, expected: $0.expected) }
    guard problems.isEmpty else { throw ConfigurationFileError(problems: problems) }
    let configuration = Root(settings)
    do {
      try check(configuration)
    } catch {
      throw ConfigurationFileError(
        problems: [.contradiction(place: path, reason: error.description)])
    }
    return configuration
  }
}

extension ConfigurationOption {
  /// `OCTAVO_RETRAIN_GATE_MARGIN`.
  func variable(_ prefix: String) -> String {
    prefix + name.uppercased().replacing(".", with: "_")
  }
}

extension ConfigurationValue {
  fileprivate init(_ node: Node) {
    switch node {
    case .mapping, .alias: self = .mapping
    case .sequence(let sequence):
      let words = sequence.compactMap(\.scalar?.string)
      self = words.count == sequence.count ? .list(words) : .mapping
    case .scalar(let scalar):
      let isQuoted = scalar.style != .plain && scalar.style != .any
      let isNothing = !isQuoted && ["", "~", "null"].contains(scalar.string)
      self = isNothing ? .nothing : .scalar(scalar.string, isQuoted: isQuoted)
    }
  }

  /// The value of a path that counts from `folder`.
  fileprivate func path(from folder: URL?) -> ConfigurationValue {
    guard let folder, case .scalar(let text, let isQuoted) = self, !text.isEmpty,
      isQuoted || text != "none"
    else { return self }
    guard !DatabaseLocation.isDatabase(text) else {
      return .scalar(DatabaseLocation.resolved(text, from: folder), isQuoted: true)
    }
    return .scalar(
      URL(fileURLWithPath: text, relativeTo: folder).standardizedFileURL.path, isQuoted: true)
  }
}

extension ConfigurationFileError.Problem {
  /// What Yams says of a file that is no YAML.
  fileprivate static func syntax(_ error: any Error, path: String) -> Self {
    switch error {
    case YamlError.scanner(_, let reason, let mark, _),
      YamlError.parser(_, let reason, let mark, _),
      YamlError.composer(_, let reason, let mark, _):
      .syntax(path: path, line: mark.line, reason: reason)
    case YamlError.duplicatedKeysInMapping(let keys, let context):
      .syntax(
        path: path, line: context.mark.line, reason: "found \(keys.joined(separator: ", ")) twice")
    case YamlError.reader(let reason, _, _, _): .syntax(path: path, line: nil, reason: reason)
    default: .syntax(path: path, line: nil, reason: "\(error)")
    }
  }
}
