public import Layers

/// The shape of a ``RatingNetwork``.
public struct NetworkConfiguration: Sendable, Codable, Equatable {
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

  /// Throws a sentence if a value makes no sense.
  ///
  /// - Throws: ``ConfigurationError``.
  public func validate() throws(ConfigurationError) {
    try require(
      (1...4096).contains(embeddingDimension), "embedding dimension", embeddingDimension,
      "1 to 4096")
    try require(
      hidden.count <= 16 && hidden.allSatisfy { (1...16_384).contains($0) }, "hidden layers",
      hidden,
      "at most 16 widths of 1 to 16384")
    try require(dropout >= 0 && dropout < 1, "dropout", dropout, "at least 0 and below 1")
  }

  /// The dense layers on top of the concatenated embeddings.
  public var stack: DenseStack {
    DenseStack(inputs: 2 * embeddingDimension, hidden: hidden, dropout: dropout)
  }
}
