import Foundation
import Parallelism
import Synthesis
import Testing
import Training

@testable import Octavo

/// The search for options.
@Suite struct TuningTests {
  /// Data of which a small network learns something in no time.
  private static let prepared = Result { () throws -> PreparedTraining in
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("tuning-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var generator = SeededGenerator(seed: 1)
    var lines = ["user_id,book_id,rating"]
    for reader in 1...60 {
      for book in 1...30 where generator.uniform() < 0.5 {
        lines.append("\(reader),\(book),\((reader * 7 + book * 3) % 5 + 1)")
      }
    }
    try Data((lines.joined(separator: "\n") + "\n").utf8)
      .write(to: URL(fileURLWithPath: folder + "/ratings.csv"))
    var split = SplitConfiguration()
    split.validationFraction = 0.2
    var base = TrainingConfiguration(.plain)
    (base.epochs, base.network.hidden, base.network.embeddingDimension) = (2, [8], 4)
    return try PreparedTraining(
      try Dataset(folder: folder).divided(by: split, threads: 1), base, split, threads: 1)
  }

  private static let fixed: Set<String> = ["epochs", "hidden", "embedding_dimension"]

  private func run(
    _ method: SearchMethod, trials: Int, threads: Int = 1, after earlier: [Trial] = []
  ) throws -> [Trial] {
    var training = try Self.prepared.get()
    training.threads = threads
    let space = SearchSpace(around: training.configuration, without: Self.fixed)
    return try Tuning(
      training, space, by: method, until: Tuning.Limits(trials: trials, seconds: nil)
    ).run(after: earlier) { _ in }
  }

  /// Trials without what the clock says of them.
  private func timeless(_ trials: [Trial]) -> [Trial] {
    trials.map {
      var trial = $0
      (trial.seconds, trial.elapsed) = (0, 0)
      return trial
    }
  }

  @Test(arguments: SearchMethod.allCases)
  func trialsDoNotDependOnHowManyRunAtOnce(method: SearchMethod) throws {
    let one = try run(method, trials: 18)
    #expect(one.count == 18 && one.map(\.trial) == Array(1...18))
    #expect(one[0].isStart && one.dropFirst().contains { !$0.isStart })
    for threads in [2, 3, 8] {
      #expect(timeless(try run(method, trials: 18, threads: threads)) == timeless(one))
    }
  }

  @Test(arguments: SearchMethod.allCases)
  func aSearchThatWasCutShortGoesOnToTheSameEnd(method: SearchMethod) throws {
    let whole = try run(method, trials: 18)
    // 12 are whole rounds; of 14 the last two are done again.
    for count in [12, 14] {
      let resumed = try run(method, trials: 18, after: try run(method, trials: count))
      #expect(timeless(resumed) == timeless(whole))
    }
  }

  @Test func trialsOfAnotherSearchAreRefused() throws {
    let trials = try run(.random, trials: 16)
    #expect(throws: OtherTrialsError.self) { try run(.halving, trials: 16, after: trials) }
  }

  @Test func everyPointOfTheSpaceIsATraining() throws {
    for architecture in [Architecture.hybrid, .plain] {
      let base = TrainingConfiguration(architecture)
      let space = SearchSpace(around: base, without: [])
      let sequence = HaltonSequence(dimensions: space.dimensions.count, seed: 2)
      let corners = [0.0, 1.0, 0.999_999].map { value in space.dimensions.map { _ in value } }
      for point in (0..<200).map({ sequence[$0] }) + corners {
        try space.configuration(at: point).validate()
      }
      let start = space.configuration(at: space.start)
      #expect(start.batchSize == base.batchSize && start.epochs == space.base.epochs)
      #expect(start.network == base.network)
      #expect(space.configuration(at: nil) == space.base)
      #expect(space.configuration(at: nil, share: 0.25).epochs == (space.base.epochs ?? 0) / 4)
    }
  }

  @Test func whatIsGivenIsNotSearched() {
    let space = SearchSpace(around: TrainingConfiguration(.hybrid), without: ["l2", "epochs"])
    #expect(!space.names.contains("l2") && !space.names.contains("epochs"))
    #expect(space.names.contains("learning_rate"))
  }

  @Test func halvingLetsTheBetterHalfGoOn() throws {
    let trials = try run(.halving, trials: 28)
    let rounds = (0..<3).map { round in trials.filter { $0.round == round } }
    #expect(rounds.map(\.count) == [16, 8, 4])
    #expect(rounds.map { $0[0].share } == [0.25, 0.5, 1])
    let best = rounds[0].sorted { $0.isBetter(than: $1) }.prefix(8).map(\.point)
    #expect(rounds[1].map(\.point) == best)
    #expect(trials.best?.share == 1)
  }

  /// On a function that is known: the surrogate comes nearer to its least value than points at random do.
  @Test(arguments: 0..<5 as Range<UInt64>)
  func theSurrogateFindsTheValley(seed: UInt64) {
    let space = SearchSpace(around: TrainingConfiguration(.hybrid), without: [])
    func search(_ method: SearchMethod) -> Double {
      var trials: [Trial] = []
      for round in 0..<12 {
        for proposal in method.round(round, after: trials, in: space, seed: seed) {
          let point = proposal.point ?? space.start
          var trial = Trial(
            trial: trials.count + 1, round: round, isStart: false, point: point, options: [:],
            share: 1, seconds: 0)
          let valley = zip(point, [0.2, 0.7, 0.4, 0.8, 0.5, 0.3, 0.6, 0.9])
            .reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
          trial.validationMSE = 0.5 + valley
          trials.append(trial)
        }
      }
      return (trials.best?.validationMSE ?? .infinity) - 0.5
    }
    let (surrogate, random) = (search(.surrogate), search(.random))
    #expect(surrogate < 0.5 * random, "\(surrogate) against \(random)")
  }
}
