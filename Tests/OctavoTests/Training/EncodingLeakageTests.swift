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
      books: books, tags: BookTags(names: ["even", "odd", "third"], entries: entries))
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
    let parts: [[Float]] = [
      encoding.inputs.features.values, encoding.inputs.offsets.values, model.baseline.prior,
      model.baseline.sums, model.baseline.counts, model.statistics.squares, model.statistics.high,
      model.statistics.low, Likeness.allCases.map { model.weights[$0] },
      [model.scale.mean, model.scale.deviation, model.scale.contributionVariance],
      [model.scale.highShare, model.scale.lowShare], scaling.means, scaling.deviations,
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
