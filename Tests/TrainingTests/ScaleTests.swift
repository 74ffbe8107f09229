import BookData
import Kernels
import Networks
import OctavoTestSupport
import Parallelism
import Testing

@testable import Training

/// Ratings r and a·r + b train the same network up to that map.
@Suite struct ScaleTests {
  struct Map: Sendable {
    var factor: Float
    var constant: Float
    func callAsFunction(_ rating: Float) -> Float { factor * rating + constant }
  }

  /// 20·r − 3, 0 to 100, −10 to 10, 1 to 10, 0 to 1, half stars, far from 0.
  static let maps = [
    Map(factor: 20, constant: -3), Map(factor: 25, constant: -25), Map(factor: 5, constant: -15),
    Map(factor: 2.25, constant: -1.25), Map(factor: 0.25, constant: -0.25),
    Map(factor: 1.125, constant: -0.625), Map(factor: 1, constant: 1000),
  ]

  /// Ratings from 1 to 5 of the checkerboard, not all of which are where they belong.
  private func ratings(_ map: Map) -> Ratings {
    var ratings = checkerboard(readers: 30, books: 20)
    for place in ratings.rows.indices {
      let step: Float = place % 3 == 0 ? 1 : place % 7 == 0 ? 2 : 0
      let value = ratings.rows[place].value
      ratings.rows[place].value = map(value > 3 ? value - step : value + step)
    }
    return ratings
  }

  private func training(
    _ map: Map, _ change: (inout TrainingConfiguration) -> Void
  ) -> SmallTraining {
    var training = SmallTraining(change)
    training.ratings = ratings(map)
    return training
  }

  private func predictions(_ training: SmallTraining) throws -> [Float] {
    let model = try #require(try training.run().model)
    let pairs = (0...30 as ClosedRange<UInt32>).flatMap { reader in
      (0...20 as ClosedRange<UInt32>).map { (reader: reader, book: $0) }
    }
    return model.predictions(pairs, readers: 30, books: 20, threads: 1)
  }

  private func expectTheSame(
    _ name: String, _ change: (inout TrainingConfiguration) -> Void
  ) throws {
    let expected = try predictions(training(Map(factor: 1, constant: 0), change))
    #expect(Set(expected).count > 100, "\(name) learns something")
    for map in Self.maps {
      let found = try predictions(training(map, change))
      let worst = zip(expected, found).map { abs(map($0) - $1) / map.factor }.max() ?? 0
      // Far from 0 ratings themselves are rounded to 6e-5.
      #expect(worst < (map.constant == 1000 ? 2e-3 : 1e-4), "\(name), \(map): off by \(worst)")
    }
  }

  @Test(arguments: OptimizerConfiguration.Kind.allCases)
  func everyOptimizerLearnsTheSameOnAnyScale(kind: OptimizerConfiguration.Kind) throws {
    try expectTheSame("\(kind)") { $0.optimizer.kind = kind }
  }

  @Test(arguments: LearningRateSchedule.Kind.allCases)
  func everyScheduleLearnsTheSameOnAnyScale(kind: LearningRateSchedule.Kind) throws {
    try expectTheSame("\(kind)") {
      $0.schedule.kind = kind
      $0.schedule.interval = 1
      $0.optimizer.embeddingNormLimit = 0.3
      $0.patience = 2
      $0.epochs = 6
    }
  }

  @Test func aTrainingDivergesOnEveryScaleOrOnNone() throws {
    let steps = try (Self.maps + [Map(factor: 1, constant: 0)]).map { map in
      let error = try #require(throws: DivergenceError.self) {
        try training(map) {
          $0.optimizer.kind = .sgd
          $0.optimizer.learningRate = 5
        }.run()
      }
      #expect(error.limit == 100 * Double(map.factor * map.factor) * 16, "of squared ratings")
      return error.step
    }
    #expect(Set(steps).count == 1, "\(steps)")
  }

  @Test func errorsAreInTheUnitOfRatings() throws {
    func report(_ map: Map) throws -> Epoch {
      let recorder = Recorder()
      _ = try training(map) { _ in }.run([recorder])
      return try #require(recorder.reports.last)
    }
    let (one, other) = (try report(Map(factor: 1, constant: 0)), try report(Self.maps[0]))
    let (validation, otherValidation) = (one.validation?.mse ?? 0, other.validation?.mse ?? 0)
    #expect(abs(other.trainMSE / one.trainMSE - 400) < 0.1)
    #expect(abs(otherValidation / validation - 400) < 0.1)
  }

  @Test func aLaterTrainingOnAnotherScaleStartsWhereTheEarlierOneEnded() throws {
    let first = training(Self.maps[0]) { $0.epochs = 8 }
    let keeper = StateRecorder()
    // Without a validation part the last epoch's model is kept, of which the state is.
    let trainer = try Trainer(first.configuration, threads: 1)
    let result = try trainer.train(
      first.ratings, training: 0..<first.end, validation: 0..<0, callbacks: [keeper])
    let model = try #require(result.model)
    var wider = first.ratings
    // One rating far off makes another scale.
    wider.rows[0].value = 400
    let state = try #require(keeper.state)
    let start = WarmStart(
      state, rows: KnownRows(of: wider, inReaders: wider.readers, books: wider.books))
    var still = first.configuration
    (still.epochs, still.l2, still.network.dropout) = (1, 0, 0)
    still.optimizer.learningRate = 1e-12
    let later = try #require(
      try Trainer(still, threads: 1).train(
        wider, training: 0..<first.end, validation: 0..<0, callbacks: [], startingFrom: start
      ).model)
    for reader in 0..<30 as Range<UInt32> {
      let pair = [(reader: reader, book: reader % 20)]
      let (was, now) = (model.network.predictions(pair)[0], later.network.predictions(pair)[0])
      #expect(abs(was - now) < 0.01, "\(was) \(now)")
    }
  }

  @Test func theUnitIsThatOfStarsAndARatingFarOffChangesLittle() {
    func scale(_ values: [Float]) -> RatingScale {
      RatingScale(of: values.map { Rating(reader: 0, book: 0, value: $0) }[...])
    }
    #expect(scale([1, 2, 3, 4, 5]).unit == 1 && scale([1, 2, 3, 4, 5]).center == 1)
    #expect(scale([0.5, 2, 3.5, 5]).unit == 1.125)
    #expect(scale([7, 7]).unit == 1 && scale([7, 7]).center == 7)
    let far = scale((0..<1000).map { Float($0 % 5) } + [1000])
    #expect((8...64).contains(far.unit), "the deviation is 31.6")
  }
}

/// Keeps the state of the last epoch.
private final class StateRecorder: TrainingCallback {
  private(set) var state: TrainingState?

  func epochEnds(_ report: Epoch, _ run: TrainingRun) -> Verdict {
    state = run.state
    return .continue
  }
}
