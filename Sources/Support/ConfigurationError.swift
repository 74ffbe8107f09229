/// An option whose value makes no sense.
public struct ConfigurationError: Error, Equatable, CustomStringConvertible {
  /// One sentence: the option, what was found, what was expected.
  public let description: String

  /// An error with that sentence.
  public init(_ description: String) { self.description = description }
}

/// Throws unless `condition` holds.
///
/// - Throws: ``ConfigurationError`` naming the option, the value found and what was expected.
public func require(
  _ condition: Bool, _ option: String, _ found: some Sendable, _ expected: String
) throws(ConfigurationError) {
  guard condition else {
    throw ConfigurationError("\(option): found \(shortened("\(found)")), expected \(expected)")
  }
}
