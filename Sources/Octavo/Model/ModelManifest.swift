import BookData
import Kernels
import Support
import Training

/// `model.json`: everything about a model but its numbers.
package struct ModelManifest: Manifest, Sendable, Equatable {
  /// The version that this program writes: 2 has factors of books in the encoder of a hybrid network.
  package static let supportedVersion = 2
  /// The earliest version that this program reads; a hybrid network without factors is refused.
  package static let earliestVersion = 1

  /// The version of the model folder's form.
  package var formatVersion = ModelManifest.supportedVersion
  /// What a hybrid network's inputs are made from; nil for a plain one.
  package var encoder: EncoderManifest?
  /// The options of the training.
  package var training: TrainingConfiguration
  /// How the ratings were divided.
  package var split: SplitConfiguration
  /// The ratings that the model comes from.
  package var data: Fingerprint
  /// The number of readers of the vocabulary.
  package var readers: Int
  /// The number of books of the vocabulary, rated or not.
  package var books: Int
  /// The range that predictions are clipped to.
  package var ratingRange: RatingRange
  /// The mean of the training ratings.
  package var mean: Float
  /// The epoch that the model is from, counted from 1.
  package var bestEpoch: Int
  /// Errors measured at the end of the training, by the name of the part.
  package var metrics: [String: ErrorMetrics]
  /// The test errors of simpler ways to predict, worst first; nil where nothing was tested.
  package var baselines: [Baseline]?
  /// How many of the ratings in a file to test on are of a reader and book that the training had a rating of;
  /// nil where a part of the ratings was held out.
  package var testPairsInTraining: Int?
  /// The program that trained it, with its revision; nil for a model of the library.
  package var program: String?
  /// The BLAS library's words about itself; with another one the last bits may differ.
  package var blas: String

  /// A manifest of these parts.
  package init(
    training: TrainingConfiguration, split: SplitConfiguration, data: Fingerprint,
    readers: Int, books: Int, model: TrainedModel, metrics: [String: ErrorMetrics],
    baselines: [Baseline] = [], testPairsInTraining: Int? = nil, program: String? = nil,
    blas: String
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
    self.baselines = baselines.isEmpty ? nil : baselines
    self.testPairsInTraining = testPairsInTraining
    self.program = program
    self.blas = blas
  }

  /// The BLAS library of this process, for people: version, build and kernels.
  package static var blasInUse: String {
    "OpenBLAS \(BLAS.version) (\(BLAS.build.rawValue), \(BLAS.kernel) kernels)"
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
