import BookData
import Kernels
import Networks
import OctavoTestSupport
import Parallelism
import Support
import Testing
import Training

/// Weights per rating and limits of norms, against naive twins.
@Suite struct EmphasisTests {
  private func network(_ optimizer: OptimizerConfiguration) -> RatingNetwork {
    var configuration = NetworkConfiguration()
    configuration.embeddingDimension = 3
    configuration.hidden = [4]
    var generator = SeededGenerator(seed: 3)
    return RatingNetwork(
      configuration, readers: 5, books: 5, mean: 3, slots: optimizer.slots, using: &generator)
  }

  /// One step of SGD on `rows`, each with a weight.
  private func step(
    _ rows: [(reader: UInt32, book: UInt32, value: Float, weight: Float)], normLimit: Double? = nil
  ) -> (network: RatingNetwork, squaredError: Double) {
    var optimizer = OptimizerConfiguration()
    optimizer.learningRate = 0.5
    optimizer.embeddingNormLimit = normLimit
    let network = network(optimizer)
    let step = TrainingStep(
      network: network, optimizer: optimizer, batchSize: rows.count, threads: 2, seed: 0)
    let error = step.take(rows.count) { range, batch in
      for i in range {
        let row = rows[i]
        batch.set(i, reader: row.reader, book: row.book, target: row.value, weight: row.weight)
      }
    }
    return (network, error)
  }

  private func values(_ network: RatingNetwork) -> [Float] {
    network.parameters.values + network.readers.contents + network.books.contents
  }

  @Test func aWeightIsThatOftenTheSameRow() {
    let low = (reader: UInt32(1), book: UInt32(2), value: Float(1))
    let high = (reader: UInt32(3), book: UInt32(2), value: Float(5))
    // Three times the low row and once the high: gradients of four rows are divided by four, of two by two.
    let repeated = step(
      [low, low, low, high].map { ($0.reader, $0.book, $0.value, weight: Float(1)) })
    let weighted = step([
      (low.reader, low.book, low.value, weight: 3 / 2), (high.reader, high.book, high.value, 1 / 2),
    ])
    for (a, b) in zip(values(repeated.network), values(weighted.network)) {
      // Other sums of the same terms: a few units in the last place.
      #expect(abs(a - b) < 1e-6 * max(1, abs(b)))
    }
    let plain = step([
      (low.reader, low.book, low.value, weight: 1), (high.reader, high.book, high.value, 1),
    ])
    #expect(weighted.squaredError == plain.squaredError, "the error itself carries no weights")
    #expect(values(weighted.network) != values(plain.network))
  }

  @Test func weightsLowerTheErrorOfTheirRatingsAndRaiseThatOfOthers() throws {
    /// Noisy ratings of one reader and one book: the best prediction is a mean of the ratings.
    func prediction(_ weights: RatingWeights) throws -> Float {
      var training = SmallTraining {
        $0.epochs = 60
        $0.optimizer.learningRate = 0.05
        $0.network.dropout = 0
        $0.l2 = 0
        $0.ratingWeights = weights
      }
      training.ratings = Ratings(
        rows: (0..<200).map { Rating(reader: 0, book: 0, value: $0 % 4 == 0 ? 1 : 5) },
        readers: Vocabulary(integers: 0..<1), books: Vocabulary(integers: 0..<1))
      // Without validation: the model is the last, not the best by an error without weights.
      let model = try Trainer(training.configuration, threads: 1).train(
        training.ratings, training: 0..<200, validation: 0..<0
      ) { _ in }
      return model.network.predictions([(0, 0)])[0]
    }
    #expect(abs(try prediction(RatingWeights()) - 4) < 0.1)
    // Three times 1 · 1/4 against 5 · 3/4.
    let weighted = try prediction(RatingWeights([.init(rating: 1, weight: 3)]))
    #expect(abs(weighted - 3) < 0.1)
  }

  @Test func weightsThatMakeNoSenseAreRefused() {
    for entries: [RatingWeights.Entry] in [
      [.init(rating: 1, weight: 0)], [.init(rating: 1, weight: -1)],
      [.init(rating: 1, weight: .nan)], [.init(rating: 1, weight: 2), .init(rating: 1, weight: 3)],
    ] {
      var configuration = TrainingConfiguration()
      configuration.ratingWeights = RatingWeights(entries)
      #expect(throws: ConfigurationError.self) { try configuration.validate() }
    }
  }

  @Test func touchedRowsAreScaledToTheLimitAndOthersStay() {
    let rows: [(reader: UInt32, book: UInt32, value: Float, weight: Float)] = [
      (1, 2, 1, 1), (3, 2, 5, 1),
    ]
    let (free, limited) = (step(rows).network, step(rows, normLimit: 0.06).network)
    #expect(free.parameters.values == limited.parameters.values)
    var scaled = 0
    for (side, touched) in [(Side.reader, Set([1, 3])), (.book, Set([2]))] {
      for row in 0..<5 {
        let before = free.table(side).vector(row: row)
        let norm = before.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
        let isScaled = touched.contains(row) && norm > 0.06
        let factor = isScaled ? 0.06 / norm : 1
        scaled += isScaled ? 1 : 0
        for (a, b) in zip(before, limited.table(side).vector(row: row)) {
          #expect(abs(Double(a) * factor - Double(b)) < 1e-7)
        }
      }
    }
    #expect(scaled > 0)
  }
}

@Suite struct SampleTests {
  private func ratings() -> Ratings { checkerboard(readers: 40, books: 30) }

  @Test func aSampleKeepsWholeProfiles() {
    var split = SplitConfiguration()
    split.sample = 0.25
    var sampled = ratings()
    let parts = split.divide(&sampled)
    #expect(parts.test.upperBound == sampled.rows.count)
    let readers = Set(sampled.rows.map(\.reader))
    #expect(readers.count == 10)
    let kept = ratings().rows.filter { readers.contains($0.reader) }
    #expect(kept.count == sampled.rows.count)
    #expect(sampled.readers == ratings().readers, "ids keep their indices")
    var other = ratings()
    split.seed = 1
    _ = split.divide(&other)
    #expect(Set(other.rows.map(\.reader)) != readers)
  }

  @Test func overfittingKeepsSomeRatingsAndHoldsOutNone() {
    var split = SplitConfiguration()
    split.overfit = 50
    var few = ratings()
    let parts = split.divide(&few)
    #expect(parts.train == 0..<50 && parts.validation.isEmpty && parts.test.isEmpty)
    #expect(few.rows.count == 50)
    #expect(Set(few.rows.map { $0.reader << 8 | $0.book }).count == 50)
    split.overfit = 10_000
    #expect(split.divide(&few).train == 0..<50)
  }
}
