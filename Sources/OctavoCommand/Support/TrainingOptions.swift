import ArgumentParser
import Octavo
import Support

/// A word for an option of the table of a training.
typealias GivenTraining = Given<TrainingConfiguration>
/// A word for an option of the table of what is held out.
typealias GivenSplit = Given<SplitConfiguration>

/// The options of the table of a training.
struct TrainingOptions: ParsableArguments {
  @Option(\.architecture) var architecture: GivenTraining?
  @Option(\.without) var without: GivenTraining?
  @Option(\.withoutColumns) var withoutColumns: GivenTraining?
  @Option(\.network.embeddingDimension) var embeddingDimension: GivenTraining?
  @Option(\.network.hidden) var hidden: GivenTraining?
  @Option(\.network.dropout) var dropout: GivenTraining?
  @Option(\.epochs) var epochs: GivenTraining?
  @Option(\.batchSize) var batchSize: GivenTraining?
  @Option(\.precision) var precision: GivenTraining?
  @Option(\.cut) var cut: GivenTraining?
  @Option(\.optimizer.kind) var optimizer: GivenTraining?
  @Option(\.optimizer.learningRate) var learningRate: GivenTraining?
  @Option(\.optimizer.embeddingLearningRate) var embeddingLearningRate: GivenTraining?
  @Option(\.l2) var l2: GivenTraining?
  @Option(\.schedule.kind) var schedule: GivenTraining?
  @Option(\.schedule.warmUp) var warmUp: GivenTraining?
  @Option(\.schedule.finalShare) var finalRateShare: GivenTraining?
  @Option(\.schedule.decay) var rateDecay: GivenTraining?
  @Option(\.schedule.interval) var rateInterval: GivenTraining?
  @Option(\.patience) var patience: GivenTraining?
  @Option(\.minimumChange) var minimumChange: GivenTraining?
  @Option(\.ratingWeights.entries) var oversample: GivenTraining?
  @Option(\.optimizer.embeddingNormLimit) var embeddingNormLimit: GivenTraining?
  @Option(\.seed, help: "What the split, initial weights, order and dropout depend on.")
  var seed: GivenTraining?

  var given: [GivenTraining?] {
    [
      architecture, without, withoutColumns, embeddingDimension, hidden, dropout, epochs, batchSize,
      precision, cut, optimizer, learningRate, embeddingLearningRate, l2, schedule, warmUp,
      finalRateShare,
      rateDecay, rateInterval, patience, minimumChange, oversample, embeddingNormLimit, seed,
    ]
  }
}

/// The options of the table of what is held out.
struct SplitOptions: ParsableArguments {
  @Option(\.kind) var split: GivenSplit?
  @Option(\.testFraction) var testFraction: GivenSplit?
  @Option(\.fold) var fold: GivenSplit?
  @Option(\.validationFraction) var validationFraction: GivenSplit?
  @Option(\.givenFraction) var givenFraction: GivenSplit?
  @Option(\.sample) var sample: GivenSplit?
  @Option(\.overfit) var overfit: GivenSplit?

  @Option(
    help: "A file of ratings to test on, in place of a part of the data; - is standard input.")
  var testRatings: String?

  /// How the ratings are divided.
  ///
  /// - Parameter seed: What chance depends on.
  func configuration(seed: GivenTraining?) throws(ConfigurationError) -> SplitConfiguration {
    var configuration = try SplitConfiguration(given)
    configuration.seed = try TrainingConfiguration([seed]).seed
    if testRatings != nil { configuration.testFraction = 0 }
    return configuration
  }

  func validate() throws {
    guard testRatings == nil || fold == nil else {
      throw ValidationError("--fold: found with --test-ratings, expected one of them")
    }
  }

  var given: [GivenSplit?] {
    [split, testFraction, fold, validationFraction, givenFraction, sample, overfit]
  }
}

extension TrainingConfiguration {
  /// Lets nothing stand in the way of overfitting.
  mutating func prepareToOverfit() {
    l2 = 0
    network.dropout = 0
    optimizer.kind = .adam
    optimizer.learningRate = 0.003
    optimizer.embeddingLearningRate = 0.01
    optimizer.embeddingNormLimit = nil
    schedule = LearningRateSchedule()
    schedule.kind = .constant
    patience = nil
    batchSize = min(batchSize, 128)
    epochs = 2000
  }
}
