import ArgumentParser
import Networks
import Training

/// Which ratings count, and how much.
struct EmphasisOptions: ParsableArguments {
  @Option(help: "The share of the readers to train on, each with all of their ratings.")
  var sample = SplitConfiguration().sample

  @Option(
    help: ArgumentHelp(
      """
      Learn so many ratings by heart, to check that everything works: no regularization, nothing held \
      out, as many epochs as it takes. (default: off)
      """, valueName: "ratings"))
  var overfit: Int?

  @Option(
    help: ArgumentHelp(
      "How much ratings of some values count, as if they stood there so often: 1=3,2=2. (default: all 1)",
      valueName: "rating=weight,..."))
  var oversample: RatingWeights?

  @Option(
    help: ArgumentHelp("The greatest length of an embedding. (default: none)", valueName: "length"))
  var embeddingNormLimit: Double?

  func apply(to configuration: inout TrainingConfiguration) {
    configuration.ratingWeights = oversample ?? RatingWeights()
    configuration.optimizer.embeddingNormLimit = embeddingNormLimit
    if overfit != nil { configuration.prepareToOverfit() }
  }

  func apply(to split: inout SplitConfiguration) {
    split.sample = sample
    split.overfit = overfit
  }
}

extension TrainingConfiguration {
  /// Lets nothing stand in the way of learning by heart.
  fileprivate mutating func prepareToOverfit() {
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

extension RatingWeights: ExpressibleByArgument {
  /// `1=3,2=2`: ratings of 1 count three times, ratings of 2 twice.
  public init?(argument: String) {
    var entries: [Entry] = []
    for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
      let pair = part.split(separator: "=", omittingEmptySubsequences: false)
      guard pair.count == 2, let rating = Float(pair[0]), let weight = Float(pair[1]) else {
        return nil
      }
      entries.append(Entry(rating: rating, weight: weight))
    }
    self.init(entries)
  }
}
