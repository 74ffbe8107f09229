import BookData
import Features
import Kernels
import OctavoTestSupport
import Parallelism
import Support
import Testing
import Training

@testable import Octavo

/// A held-out rating may be anything: nothing that a training looks at changes.
@Suite struct LeakageTests {
  private let ratings: Ratings
  private let parts: Split
  private let catalog: Catalog

  init() {
    var ratings = checkerboard(readers: 24, books: 30, seed: 7)
    parts = SplitConfiguration().divide(&ratings)
    self.ratings = ratings
    let books = (0..<30).map { index in
      var book = BookDetails(id: "\(index)")
      book.title = "Title \(index) (Series \(index % 9), #1)"
      book.authors = ["Author \(index % 4)"]
      book.starCounts = (0..<5).map { Double(1 + (index * 7 + $0 * 5) % 11) }
      return book
    }
    var entries: [BookTags.Entry] = []
    for book in 0..<UInt32(30) {
      entries.append(BookTags.Entry(book: book, tag: book % 2, count: 3))
      if book % 3 == 0 { entries.append(BookTags.Entry(book: book, tag: 2, count: 5)) }
    }
    catalog = Catalog(
      books: books, tags: BookTags(names: ["even", "odd", "third"], entries: entries),
      bookAttributes: [
        Attribute(name: "pages", values: .numbers((0..<30).map { Double($0 * $0 % 13) }))
      ],
      readerAttributes: [
        Attribute(
          name: "age", values: .numbers((0..<ratings.readers.count).map { Double($0 % 17) }))
      ])
  }

  private var configuration: TrainingConfiguration {
    var configuration = TrainingConfiguration(.hybrid)
    configuration.network.embeddingDimension = 4
    configuration.network.hidden = [8]
    configuration.batchSize = 64
    configuration.epochs = 2
    return configuration
  }

  /// The ratings with other values in `range`.
  private func noisy(_ range: Range<Int>) -> Ratings {
    var generator = SeededGenerator(seed: 99)
    var copy = ratings
    for place in range { copy.rows[place].value = Float(100 * generator.uniform() - 50) }
    return copy
  }

  /// Everything that an encoding consists of, beside the catalogue.
  private func numbers(_ encoding: PairEncoding) -> [Float] {
    let (model, scaling) = (encoding.encoder.model, encoding.encoder.scaling)
    let factors = model.factors
    let parts: [[Float]] = [
      encoding.inputs.features.values, encoding.inputs.offsets.values, factors.vectors.values,
      factors.additions.values, factors.noise, factors.doubts, factors.base, factors.countSlope,
      model.statistics.sums, model.statistics.squares, model.statistics.high,
      model.statistics.low, KernelTerm.common.map { model.weights[$0] }, model.weights.attributes,
      factors.attributeCoefficients.values,
      [factors.mean, model.scale.mean, model.scale.deviation, model.scale.highShare],
      [model.scale.lowShare], scaling.means, scaling.deviations,
      encoding.encoder.histories.values,
    ]
    return parts.flatMap { $0 }
  }

  private func encoding(_ ratings: Ratings) throws -> PairEncoding {
    try #require(
      configuration.encoding(of: ratings, parts, by: .random, catalog: catalog, threads: 2))
  }

  @Test func noiseInPlaceOfAllTestRatingsChangesNoBitOfAnyInput() throws {
    let (real, noise) = (try encoding(ratings), try encoding(noisy(parts.test)))
    #expect(numbers(noise) == numbers(real))
    #expect(noise.encoder.histories == real.encoder.histories)
    let pairs = ratings.rows[parts.test].map { ($0.reader, $0.book) }
    #expect(!pairs.isEmpty)
    let inputs = [real, noise].map { $0.encoder.inputs(for: pairs, threads: 2) }
    #expect(inputs[0].features.values == inputs[1].features.values)
    #expect(inputs[0].offsets.values == inputs[1].offsets.values)
  }

  /// Validation chooses the epoch; were its ratings told to the training, they would choose by themselves.
  @Test func noiseInPlaceOfAllValidationRatingsChangesNoInputAndNoStep() throws {
    #expect(!parts.validation.isEmpty)
    let noise = noisy(parts.validation)
    let encodings = (try encoding(ratings), try encoding(noise))
    #expect(encodings.0.inputs.features.values == encodings.1.inputs.features.values)
    #expect(encodings.0.inputs.offsets.values == encodings.1.inputs.offsets.values)
    var losses: [[Double]] = []
    for (ratings, encoding) in [(ratings, encodings.0), (noise, encodings.1)] {
      var epochs: [Double] = []
      _ = try Trainer(configuration, threads: 1).train(
        ratings, training: parts.train, validation: parts.validation, encoding: encoding
      ) { epochs.append($0.trainMSE) }
      losses.append(epochs)
    }
    #expect(losses[0] == losses[1])
  }

  /// Given ratings tell of held-out readers, and are not learned from.
  @Test func givenRatingsChangeWhatIsToldOfTheirReadersAlone() throws {
    var split = SplitConfiguration()
    (split.kind, split.validationFraction, split.givenFraction) = (.readers, 0.2, 0.5)
    var real = ratings
    let parts = split.divide(&real)
    #expect(!parts.given.isEmpty && !parts.validation.isEmpty)
    func encoding(_ noise: Range<Int>) throws -> PairEncoding {
      var changed = real
      for place in noise { changed.rows[place].value = 6 - changed.rows[place].value }
      return try #require(
        configuration.encoding(of: changed, parts, by: .readers, catalog: catalog, threads: 2))
    }
    let (plain, given, test) = (
      try encoding(0..<0), try encoding(parts.given), try encoding(parts.test)
    )
    #expect(numbers(test) == numbers(plain))
    func offsets(_ encoding: PairEncoding, _ range: Range<Int>) -> ArraySlice<Float> {
      encoding.inputs.offsets.values[range]
    }
    #expect(offsets(given, parts.train) == offsets(plain, parts.train))
    #expect(offsets(given, parts.validation) != offsets(plain, parts.validation))
  }

  /// Ratings that hold nothing to learn: no epoch's validation error may be below their variance.
  @Test func whereNothingCanBeLearnedValidationSaysSo() throws {
    var ratings = checkerboard(readers: 60, books: 40, seed: 3)
    var generator = SeededGenerator(seed: 21)
    for place in ratings.rows.indices {
      ratings.rows[place].value = 1 + Float(generator.next(upperBound: UInt64(5)))
    }
    let parts = SplitConfiguration().divide(&ratings)
    var configuration = configuration
    (configuration.epochs, configuration.network.dropout) = (30, 0)
    var catalog = Catalog(books: [])
    catalog.books = (0..<40).map { BookDetails(id: "\($0)") }
    let encoding = configuration.encoding(
      of: ratings, parts, by: .random, catalog: catalog, threads: 2)
    var lowest = Double.infinity
    _ = try Trainer(configuration, threads: 1).train(
      ratings, training: parts.train, validation: parts.validation, encoding: encoding
    ) { lowest = min(lowest, $0.validation?.mse ?? .infinity) }
    let values = ratings.rows[parts.validation].map { Double($0.value) }
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.map { ($0 - mean) * ($0 - mean) }
    let variance = squares.reduce(0, +) / Double(values.count)
    let spread = squares.reduce(0) { $0 + ($1 - variance) * ($1 - variance) } / Double(values.count)
    #expect(lowest > variance - 2 * (spread / Double(values.count)).squareRoot())
  }

  @Test func noiseInPlaceOfATrainingRatingDoesChangeInputs() throws {
    let one = noisy(parts.train.lowerBound..<parts.train.lowerBound + 1)
    #expect(numbers(try encoding(one)) != numbers(try encoding(ratings)))
  }

  @Test func noiseInPlaceOfAllTestRatingsTrainsTheSameNetwork() throws {
    let models = try [ratings, noisy(parts.test)].map { ratings in
      try Trainer(configuration, threads: 1).train(
        ratings, training: parts.train, validation: parts.validation,
        encoding: encoding(ratings), onEpoch: { _ in })
    }
    #expect(!OctavoTestSupport.numbers(models[0]).isEmpty)
    #expect(OctavoTestSupport.numbers(models[0]) == OctavoTestSupport.numbers(models[1]))
    #expect(models[0].range.highest == models[1].range.highest)
  }
}
