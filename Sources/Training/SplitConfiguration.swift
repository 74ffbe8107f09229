public import Interactions
import Kernels
public import Layers

/// How ratings are divided into a training, a validation and a test part.
public struct SplitConfiguration: Sendable, Codable, Equatable {
  /// Which ratings are held out.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// Any, drawn evenly.
    case random
    /// Each reader's last, in file order.
    case chronological
  }

  /// Which ratings are held out.
  ///
  /// The default is random.
  public var kind = Kind.random
  /// The share of all ratings in the test part.
  ///
  /// The default is 0.2.
  public var testFraction = 0.2
  /// The share of the ratings outside the test part that choose the best epoch.
  ///
  /// The default is 0.05.
  public var validationFraction = 0.05
  /// What a random split depends on.
  ///
  /// The default is 0.
  public var seed: UInt64 = 0

  /// The defaults.
  public init() {}

  /// Throws a sentence if a value makes no sense.
  ///
  /// - Throws: `ConfigurationError`.
  public func validate() throws(ConfigurationError) {
    try require(
      testFraction >= 0 && testFraction < 1, "test fraction", testFraction, "0 to below 1")
    try require(
      validationFraction >= 0 && validationFraction < 1, "validation fraction", validationFraction,
      "0 to below 1")
  }
}

extension SplitConfiguration {
  /// Reorders the ratings into training, validation and test part.
  ///
  /// The same options and ratings give the same parts. Validation takes its share of what the test part
  /// leaves.
  public func divide(_ ratings: inout Ratings) -> Split {
    let validation = validationFraction * (1 - testFraction)
    switch kind {
    case .random:
      var generator = SeededGenerator(seed: seed, stream: Stream.split)
      return .random(
        &ratings.rows, validationFraction: validation, testFraction: testFraction,
        using: &generator)
    case .chronological:
      return .chronological(
        &ratings.rows, readerCount: ratings.readers.count, validationFraction: validation,
        testFraction: testFraction)
    }
  }
}
