public import BookData
public import Support
public import Training

/// `model.json`: everything about a model but its numbers.
public struct ModelManifest: Manifest, Sendable, Equatable {
  /// The version that this program writes: 2 has factors of books in the encoder of a hybrid network.
  public static let supportedVersion = 2
  /// The earliest version that this program reads; a hybrid network without factors is refused.
  public static let earliestVersion = 1

  /// The version of the model folder's form.
  public var formatVersion = ModelManifest.supportedVersion
  /// What a hybrid network's inputs are made from; nil for a plain one.
  public var encoder: EncoderManifest?
  /// The options of the training.
  public var training: TrainingConfiguration
  /// How the ratings were divided.
  public var split: SplitConfiguration
  /// The ratings that the model comes from.
  public var data: Fingerprint
  /// The number of readers of the vocabulary.
  public var readers: Int
  /// The number of books of the vocabulary, rated or not.
  public var books: Int
  /// The range that predictions are clipped to.
  public var ratingRange: RatingRange
  /// The mean of the training ratings.
  public var mean: Float
  /// The epoch that the model is from, counted from 1.
  public var bestEpoch: Int
  /// Errors measured at the end of the training, by the name of the part.
  public var metrics: [String: ErrorMetrics]
  /// How many of the ratings in a file to test on are of a reader and book that the training had a rating of;
  /// nil where a part of the ratings was held out.
  public var testPairsInTraining: Int?
  /// The BLAS library's words about itself; with another one the last bits may differ.
  public var blas: String

  /// A manifest of these parts.
  public init(
    training: TrainingConfiguration, split: SplitConfiguration, data: Fingerprint,
    readers: Int, books: Int, model: TrainedModel, metrics: [String: ErrorMetrics],
    testPairsInTraining: Int? = nil, blas: String
  ) {
    self.training = training
    self.split = split
    self.data = data
    self.readers = readers
    self.books = books
    encoder = model.encoder.map { EncoderManifest($0) }
    ratingRange = model.range
    mean = model.mean
    bestEpoch = model.bestEpoch
    self.metrics = metrics
    self.testPairsInTraining = testPairsInTraining
    self.blas = blas
  }

  /// Throws a sentence if a value makes no sense: a manifest may have been edited or damaged.
  ///
  /// - Throws: `ConfigurationError`.
  func validate() throws(ConfigurationError) {
    try training.validate()
    try split.validate()
    let counts = 0...Int(UInt32.max)
    try require(counts.contains(readers), "readers", readers, "0 to 4294967295")
    try require(counts.contains(books), "books", books, "0 to 4294967295")
    try require(
      (encoder == nil) == (training.network.architecture == .plain), "encoder",
      encoder == nil ? "none" : "one", "one for a hybrid network and none for a plain one")
    try encoder?.validate()
    try require(
      counts.contains(testPairsInTraining ?? 0), "testPairsInTraining", testPairsInTraining ?? 0,
      "0 to 4294967295")
    try require(counts.contains(data.ratings), "data.ratings", data.ratings, "0 to 4294967295")
    try require(
      ratingRange.lowest <= ratingRange.highest, "ratingRange", "\(ratingRange)",
      "lowest at most highest")
  }
}
