import Features
import Support

/// What `model.json` says of a hybrid network's encoder, whose numbers are in `encoder.safetensors`.
public struct EncoderManifest: Sendable, Codable, Equatable {
  /// The features of a pair, in the order of the first dense layer's inputs.
  public var features: [String]
  /// What catalogues say of books in numbers, in the order of their columns.
  public var bookNumbers: [String]
  /// What the order of histories means.
  public var order: HistoryOrder
  /// How books are alike in a reader's eyes.
  public var kernel: KernelWeights
  /// Where ratings are high or low.
  public var scale: RatingLevels
  /// The mean rating.
  public var mean: Float
  /// How many numbers the factors of a book are, level and slope included.
  public var factors: Int
  /// How many first authors there are.
  public var authors: Int
  /// How many series there are.
  public var series: Int
  /// How many tags describe books.
  public var tags: Int
  /// How many readers, known or not, have lists to read; nil without that file.
  public var toReadLists: Int?

  init(_ encoder: FeatureEncoder) {
    let model = encoder.model
    features = model.featureNames
    bookNumbers = model.space.numbers.names
    (order, kernel, scale) = (model.order, model.weights, model.scale)
    (mean, factors) = (model.factors.mean, model.factors.order)
    authors = model.space.firstAuthors.count
    series = model.space.series.count
    tags = model.space.tags.columns
    toReadLists = encoder.toRead?.count
  }

  /// Throws a sentence if a value makes no sense.
  ///
  /// - Throws: `ConfigurationError`.
  func validate() throws(ConfigurationError) {
    for term in KernelTerm.allCases {
      let weight = kernel[term]
      // So large that no search gets there, so small that no sum of kernels overflows.
      try require((0...1e20).contains(weight), "kernel.\(term)", weight, "0 to 1e20")
    }
    try require(
      (0...1e20).contains(kernel.bookNoise), "kernel.bookNoise", kernel.bookNoise, "0 to 1e20")
    try require(mean.isFinite, "encoder.mean", mean, "a finite number")
    let counts = [
      ("authors", authors), ("series", series), ("tags", tags), ("toReadLists", toReadLists ?? 0),
    ]
    for (name, count) in counts {
      try require(
        (0...Int(UInt32.max)).contains(count), "encoder.\(name)", count, "0 to 4294967295")
    }
    try require((1...4096).contains(factors), "encoder.factors", factors, "1 to 4096")
    try require(features.count <= 4096, "features", features.count, "at most 4096")
  }
}
