/// What a ``RatingNetwork`` makes of a reader and a book.
public enum Architecture: String, Sendable, Codable, CaseIterable {
  /// The original project's: both embeddings, one behind the other, through dense layers.
  case plain
  /// An offset + the dot product of the embeddings + dense layers over features of the pair.
  case hybrid
}

/// The shape of a ``RatingNetwork``.
public struct NetworkConfiguration: Sendable, Codable, Equatable {
  /// What the network makes of a reader and a book.
  ///
  /// The default is plain.
  public var architecture = Architecture.plain
  /// The length of a reader's and of a book's embedding.
  ///
  /// The default is 32.
  public var embeddingDimension = 32
  /// The widths of the rectified dense layers.
  ///
  /// The default is 128, 64.
  public var hidden = [128, 64]
  /// The probability that an output of a rectified layer is dropped while training.
  ///
  /// The default is 0.
  public var dropout: Float = 0

  /// The defaults.
  public init() {}

  /// The number of weights and biases of the dense layers.
  ///
  /// - Parameter featureCount: The number of dense features of a pair; 0 for a plain network.
  package func parameterCount(featureCount: Int) -> Int {
    stack(featureCount: featureCount).parameterCount
  }

  /// The dense layers on top of the concatenated embeddings or of a pair's features.
  package func stack(featureCount: Int) -> DenseStack {
    precondition(
      (architecture == .hybrid) == (featureCount > 0),
      "\(featureCount) features for a \(architecture) network")
    let inputs = architecture == .plain ? 2 * embeddingDimension : featureCount
    return DenseStack(inputs: inputs, hidden: hidden, dropout: dropout)
  }
}
