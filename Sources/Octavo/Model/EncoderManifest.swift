import Features
import Support

/// What `model.json` says of a hybrid network's encoder, whose numbers are in `encoder.safetensors`.
package struct EncoderManifest: Sendable, Codable, Equatable {
  /// The features of a pair, in the order of the first dense layer's inputs.
  package var features: [String]
  /// What catalogues say of books in numbers, in the order of their columns.
  package var bookNumbers: [String]
  /// What the order of histories means.
  package var order: HistoryOrder
  /// How books are alike in a reader's eyes.
  package var kernel: KernelWeights
  /// Where ratings are high or low.
  package var scale: RatingLevels
  /// The mean rating.
  package var mean: Float
  /// How many numbers the factors of a book are, level and slope included.
  package var factors: Int
  /// How many first authors there are.
  package var authors: Int
  /// How many series there are.
  package var series: Int
  /// How many tags describe books.
  package var tags: Int
  /// How many readers, known or not, have lists to read; nil without that file.
  package var toReadLists: Int?
  /// What the data's description gives to books and readers; nil where it gives nothing.
  package var attributes: AttributesManifest?

  init(_ encoder: FeatureEncoder) {
    let model = encoder.model
    features = model.featureNames
    bookNumbers = model.space.numbers.names
    (order, kernel, scale) = (model.order, model.weights, model.scale)
    (mean, factors) = (model.factors.mean, model.factors.order)
    authors = model.space.firstAuthors.count
    series = model.space.series.count
    tags = model.space.tags.columns
    toReadLists = encoder.readers.toRead?.count
    let attributes = AttributesManifest(encoder)
    self.attributes = attributes.isEmpty ? nil : attributes
  }

  /// Throws a sentence if a value makes no sense.
  ///
  /// - Throws: `ConfigurationError`.
  func validate() throws(ConfigurationError) {
    // So large that no search gets there, so small that no sum of kernels overflows.
    let weights = KernelTerm.common.map { ("\($0)", kernel[$0]) }
    for (name, weight) in weights + kernel.attributes.map({ ("attributes", $0) }) {
      try require((0...1e20).contains(weight), "kernel.\(name)", weight, "0 to 1e20")
    }
    try require(
      kernel.attributes.count == (attributes?.books.count ?? 0), "kernel.attributes",
      kernel.attributes.count, "a weight for each attribute of books")
    try attributes?.validate()
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
