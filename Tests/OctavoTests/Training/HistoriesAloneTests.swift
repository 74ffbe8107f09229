import BookData
import OctavoTestSupport
import Parallelism
import Testing
import Training

@testable import Octavo

/// A network is kept only where validation ratings say that it adds something to the readers' histories.
@Suite struct HistoriesAloneTests {
  private let ratings: Ratings
  private let parts: Split

  /// Ratings in which there is nothing to learn.
  init() {
    var ratings = checkerboard(readers: 40, books: 30, seed: 3)
    var generator = SeededGenerator(seed: 5)
    let values = ratings.rows.map(\.value).shuffled(using: &generator)
    for (place, value) in values.enumerated() { ratings.rows[place].value = value }
    var split = SplitConfiguration()
    split.validationFraction = 0.4
    parts = split.divide(&ratings)
    self.ratings = ratings
  }

  /// A training that overfits in its first epochs.
  private func train(_ weights: RatingWeights = RatingWeights()) throws -> TrainedModel {
    var configuration = TrainingConfiguration(.hybrid)
    configuration.network.hidden = [32]
    configuration.batchSize = 16
    configuration.epochs = 3
    configuration.ratingWeights = weights
    configuration.optimizer.learningRate = 0.2
    let catalog = Catalog(books: (0..<ratings.books.count).map { BookDetails(id: "\($0)") })
    let encoding = configuration.encoding(
      of: ratings, parts, by: .random, catalog: catalog, threads: 1)
    return try Trainer(configuration, threads: 1).train(
      ratings, training: parts.train, validation: parts.validation, encoding: encoding
    ) { _ in }
  }

  private func predictions(_ model: TrainedModel) -> (predictions: [Float], offsets: [Float]) {
    model.predictionsWithOffsets(
      ratings.rows[parts.test].map { ($0.reader, $0.book) }, readers: ratings.readers.count,
      books: ratings.books.count, threads: 1)
  }

  @Test func aNetworkThatLearnsNoiseAddsNothing() throws {
    let model = try train()
    let (predictions, offsets) = predictions(model)
    #expect(model.bestEpoch == 0)
    #expect(!offsets.isEmpty && predictions == offsets)
  }

  /// Whose ratings count differently wants other predictions than those of the smallest error.
  @Test func weightedRatingsKeepTheirNetwork() throws {
    let model = try train(RatingWeights([.init(rating: 1, weight: 4)]))
    let (predictions, offsets) = predictions(model)
    #expect(model.bestEpoch > 0)
    #expect(predictions != offsets)
  }
}
