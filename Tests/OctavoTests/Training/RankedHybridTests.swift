import BookData
import Features
import Kernels
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
    let fitted = try #require(
      configuration.fittedEncoder(
        to: ratings, parts, by: .random, catalog: catalog, threads: 1))
    var reports: [[Epoch]] = []
    let models = try [(1, 1), (2, 1), (2, 2), (3, 1), (4, 2), (8, 1)].map { count, threads in
      var own: [Epoch] = []
      defer { reports.append(own) }
      return try onRanks(count, threads: threads) { ranks in
        try #require(
          try Trainer(configuration, threads: threads, ranks: ranks).train(
            ratings, training: parts.train, validation: parts.validation,
            encoding: count == 1 ? fitted.encoding : nil, fitted: count == 1 ? nil : fitted,
            callbacks: [EpochObserver { own.append($0) }]
          ).model)
      }
    }
    for (model, own) in zip(models, reports) {
      #expect(numbers(model) == numbers(models[0]))
      #expect(own.map(\.validation) == reports[0].map(\.validation))
      #expect(model.knownErrors == models[0].knownErrors)
    }
    #expect(numbers(models[0]).contains { $0 != 0 })
    let known = try #require(models[0].knownErrors)
    for (part, rows) in ["train": parts.train, "validation": parts.validation] {
      let measured = ErrorMetrics.measured(
        models[0].network, inputs: fitted.encoding.inputs, clippedTo: models[0].range,
        on: ratings.rows, in: rows, threads: 1)
      let own = try #require(known[part])
      #expect(abs(own.mse - measured.mse) < 1e-5)
    }
  }

  @Test func inputsMadeByReaderAreThoseMadeAtOnce() throws {
    let catalog = Catalog(books: (0..<ratings.books.count).map { BookDetails(id: "\($0)") })
    let fitted = try #require(
      configuration.fittedEncoder(
        to: ratings, parts, by: .random, catalog: catalog, threads: 2))
    let whole = fitted.encoding.inputs
    let rows = Array(0..<parts.validation.upperBound)
    for reader in [0, 17, 39] {
      let own = rows.filter { ratings.rows[$0].reader == UInt32(reader) }
      let inputs = fitted.inputs.inputs(ofReaders: [reader])
      #expect(inputs.features.packed(0..<own.count) == whole.features.packed(own))
      #expect(inputs.offsets.values == own.map { whole.offsets[$0, 0] })
    }
  }
}
