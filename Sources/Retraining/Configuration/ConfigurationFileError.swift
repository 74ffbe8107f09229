import Support

/// What is wrong with a configuration: all of it, in the order in which it was found.
public struct ConfigurationFileError: Error, Equatable, CustomStringConvertible {
  /// One thing that is wrong.
  public enum Problem: Sendable, Equatable {
    /// The file is no YAML.
    case syntax(path: String, line: Int?, reason: String)
    /// There is no key of this name; one is most like it.
    case unknownKey(place: String, found: String, nearest: String)
    /// A key's value is of another kind or out of range.
    case wrongValue(place: String, key: String, found: String, expected: String)
    /// A key without default is given nowhere.
    case missingKey(place: String, key: String, expected: String)
    /// Values make no sense together.
    case contradiction(place: String, reason: String)
  }

  /// All that is wrong; at least one thing.
  public let problems: [Problem]

  /// A line for each problem: where it is, what was found, what was expected.
  public var description: String { problems.map(\.description).joined(separator: "\n") }
}

extension ConfigurationFileError.Problem: CustomStringConvertible {
  /// One sentence.
  public var description: String {
    switch self {
    case .syntax(let path, let line, let reason):
      "\(path)\(line.map { ":\($0)" } ?? ""): \(reason), expected YAML"
    case .unknownKey(let place, let found, let nearest):
      "\(place): there is no key '\(shortened(found))', expected a known one such as '\(nearest)'"
    case .wrongValue(let place, let key, let found, let expected):
      "\(place): \(key) is \(shortened(found)), expected \(expected)"
    case .missingKey(let place, let key, let expected):
      "\(place): \(key) is missing, expected \(expected)"
    case .contradiction(let place, let reason):
      "\(place): \(reason)"
    }
  }
}
