import BookData
import OctavoTestSupport
import Testing
import Training

@testable import Octavo

/// A hybrid network over several ranks: what it is told of a rating lives with the rating.
@Suite struct RankedHybridTests {
  private let ratings: Ratings
  private let parts: Split
  private let configuration: TrainingConfiguration

  init() {
    var ratings = checkerboard(readers: 40, books: 30, seed: 3)
    var split = SplitConfiguration()
    split.validationFraction = 0.2
    parts = split.divide(&ratings)
    self.ratings = ratings
    var configuration = TrainingConfiguration(.hybrid)
    configuration.network.hidden = [8]
    configuration.cut = .readers
    configuration.batchSize = 64
    configuration.epochs = 3
    self.configuration = configuration
  }

  @Test func theNumberOfRanksDoesNotChangeABit() throws {
    let catalog = Catalog(books: (0..<ratings.books.count).map { BookDetails(id: "\($0)") })
    let encoding = configuration.encoding(
      of: ratings, parts, by: .random, catalog: catalog, threads: 1)
    let models = try [1, 2, 3, 8].map { count in
      try onRanks(count) { ranks in
        try Trainer(configuration, threads: 1, ranks: ranks).train(
          ratings, training: parts.train, validation: parts.validation, encoding: encoding
        ) { _ in }
      }
    }
    for model in models { #expect(numbers(model) == numbers(models[0])) }
    #expect(numbers(models[0]).contains { $0 != 0 })
  }
}
