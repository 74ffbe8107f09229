import BookData
import Kernels
import Networks
import OctavoTestSupport
import Parallelism
import Support
import Testing

@testable import Training

private func train(
  _ ratings: Ratings, threads: Int = 1, validation: Range<Int>? = nil,
  _ change: (inout TrainingConfiguration) -> Void = { _ in }
) throws -> (model: TrainedModel, reports: [Epoch]) {
  var configuration = TrainingConfiguration()
  configuration.network.embeddingDimension = 8
  configuration.network.hidden = [16, 8]
  configuration.batchSize = 200
  configuration.epochs = 3
  configuration.optimizer.kind = .adam
  configuration.l2 = 0
  change(&configuration)
  var reports: [Epoch] = []
  let split = ratings.rows.count * 4 / 5
  let model = try Trainer(configuration, threads: threads).train(
    ratings, training: 0..<split, validation: validation ?? split..<ratings.rows.count
  ) { reports.append($0) }
  return (model, reports)
}

@Suite struct TrainerTests {
  @Test func singlePrecisionIsTheSameTrainingHoweverItIsAskedFor() {
    var asked = TrainingConfiguration()
    asked.precision = .single
    #expect(asked == TrainingConfiguration())
    asked.precision = .bfloat16
    #expect(asked.precision == .bfloat16 && asked != TrainingConfiguration())
  }

  @Test(arguments: OptimizerConfiguration.Kind.allCases)
  func everyOptimizerLearnsTheCheckerboard(kind: OptimizerConfiguration.Kind) throws {
    let (model, reports) = try train(checkerboard()) {
      $0.optimizer.kind = kind
      $0.epochs = 60
      $0.batchSize = 50
      switch kind {
      case .adam: $0.optimizer.learningRate = 0.01
      case .adagrad: $0.optimizer.learningRate = 0.1
      case .sgd:
        $0.optimizer.learningRate = 0.05
        $0.optimizer.embeddingLearningRate = 2
      }
    }
    let best = reports.compactMap(\.validation?.mse).min() ?? .infinity
    #expect(best < 0.1, "validation MSE \(best), that of the mean is 4")
    let pairs: [(reader: UInt32, book: UInt32)] = [(0, 0), (0, 1), (1, 0), (1, 1)]
    let predictions = model.network.predictions(pairs)
    #expect(predictions[0] > 4 && predictions[3] > 4, "\(predictions)")
    #expect(predictions[1] < 2 && predictions[2] < 2, "\(predictions)")
  }

  @Test(arguments: [2, 3, 7, 16], BatchCut.allCases)
  func theNumberOfThreadsDoesNotChangeABit(threads: Int, cut: BatchCut) throws {
    let ratings = checkerboard()
    let options = { (configuration: inout TrainingConfiguration) in
      configuration.cut = cut
      configuration.optimizer.kind = .adam
      configuration.network.dropout = 0.2
      configuration.l2 = 20
    }
    let one = try train(ratings, threads: 1, options)
    let many = try train(ratings, threads: threads, options)
    #expect(numbers(one.model) == numbers(many.model))
    #expect(one.reports.map(\.trainMSE) == many.reports.map(\.trainMSE))
    #expect(one.reports.map(\.validation) == many.reports.map(\.validation))
  }

  /// The same sums in another order.
  @Test func theCutChangesLastBitsAlone() throws {
    let models = try BatchCut.allCases.map { cut in
      try train(checkerboard()) {
        $0.cut = cut
        $0.epochs = 1
      }.model
    }
    let (places, readers) = (numbers(models[0]), numbers(models[1]))
    #expect(places != readers)
    #expect(zip(places, readers).allSatisfy { abs($0 - $1) < 1e-3 })
  }

  @Test func anotherSeedGivesAnotherModel() throws {
    let ratings = checkerboard()
    let models = try [0, 1].map { seed in try train(ratings) { $0.seed = seed }.model }
    #expect(numbers(models[0]) != numbers(models[1]))
  }

  @Test func heldOutRatingsChangeNothingInTheModel() throws {
    let ratings = checkerboard()
    let split = ratings.rows.count * 4 / 5
    var altered = ratings
    for i in split..<altered.rows.count { altered.rows[i].value = 3 }
    let models = try [ratings, altered].map { try train($0, validation: split..<split).model }
    #expect(numbers(models[0]) == numbers(models[1]))
  }

  @Test func theBestEpochIsReturned() throws {
    let ratings = checkerboard()
    let (model, reports) = try train(ratings) { $0.epochs = 12 }
    let errors = reports.compactMap(\.validation?.mse)
    let best = try #require(errors.min())
    #expect(errors[model.bestEpoch - 1] == best)
    let measured = ErrorMetrics.measured(
      model.network, clippedTo: model.range, on: ratings.rows,
      in: ratings.rows.count * 4 / 5..<ratings.rows.count, threads: 2)
    #expect(measured.mse == best)
  }

  @Test func aRateThatIsTooLargeEndsInASentence() throws {
    #expect(throws: DivergenceError.self) {
      try train(checkerboard()) {
        $0.optimizer.kind = .sgd
        $0.optimizer.learningRate = 1e6
      }
    }
  }

  @Test func unknownIdsGetTheAverageRowAndPairsOfThemTheMean() throws {
    let ratings = checkerboard()
    let (model, _) = try train(ratings)
    let (readers, books) = (UInt32(ratings.readers.count), UInt32(ratings.books.count))
    let average = (0..<8).map { i in
      (0..<Int(readers)).reduce(Float(0)) { $0 + model.network.readers.vector(row: $1)[i] }
        / Float(readers)
    }
    let unknown = model.network.readers.vector(row: Int(readers))
    #expect(zip(average, unknown).allSatisfy { abs($0 - $1) < 1e-5 })
    let predictions = model.predictions(
      [(readers, books), (readers, 0)], readers: Int(readers), books: Int(books),
      threads: 1)
    #expect(predictions[0] == model.mean)
    #expect((1...5).contains(predictions[1]))
  }

  @Test func aPredictionDoesNotDependOnItsCompany() throws {
    let (model, _) = try train(checkerboard())
    let pairs = (0..<700).map { (reader: UInt32($0 % 60), book: UInt32($0 % 40)) }
    let together = model.network.predictions(pairs)
    let alone = pairs.map { model.network.predictions([$0])[0] }
    for (a, b) in zip(together, alone) { #expect(abs(a - b) < 1e-5) }
  }
}

@Suite struct AveragesBaselineTests {
  @Test func biasesOfAPlantedTableAreFound() {
    var generator = SeededGenerator(seed: 2)
    let readerBias = (0..<30).map { _ in Float(generator.uniform() - 0.5) }
    let bookBias = (0..<30).map { _ in Float(generator.uniform() - 0.5) }
    var rows: [Rating] = []
    for reader in 0..<30 {
      for book in 0..<30 {
        rows.append(
          Rating(
            reader: UInt32(reader), book: UInt32(book),
            value: 3 + readerBias[reader] + bookBias[book]))
      }
    }
    let averages = AveragesBaseline(rows[...], readers: 30, books: 30)
    for row in rows {
      let error = averages.prediction(reader: row.reader, book: row.book) - row.value
      // Eight and five pseudo-ratings beside thirty real ones shrink biases by up to a fifth.
      #expect(abs(error) < 0.25)
    }
  }
}
