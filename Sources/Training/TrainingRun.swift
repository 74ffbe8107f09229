import BookData
import Features
import Kernels
import Networks
import Parallelism
import Ranks

/// A training under way: the network, its optimizer, and how far it has come.
///
/// Callbacks look at it after every step and epoch; ``Trainer`` alone moves it.
public final class TrainingRun {
  /// What decides the result, every default filled in.
  public let configuration: TrainingConfiguration
  /// How parameters change, every default filled in.
  package let optimizer: OptimizerConfiguration
  /// What is trained.
  package let network: RatingNetwork
  /// The range of the training ratings.
  package let range: RatingRange
  /// The number of training ratings.
  package let ratingCount: Int
  /// The number of epochs of the whole training.
  public let epochs: Int
  /// The number of steps of an epoch.
  package let stepsPerEpoch: Int
  /// How far the training has come.
  package internal(set) var progress = TrainingProgress()
  /// How the training ended; nil while it runs.
  package internal(set) var ending: TrainingEnding?
  /// The mean squared error of the last step's ratings.
  public private(set) var lastStepMSE = 0.0
  /// The number of ratings of the last step.
  package private(set) var lastStepCount = 0
  /// Who looks on, in the order in which they are told.
  package let callbacks: [any TrainingCallback]

  /// The best network so far, ready for predictions, and its epoch.
  var best: (network: RatingNetwork, report: Epoch)?
  let step: TrainingStep
  /// What leads the other ranks, and has this one's rows in ``step``; nil where there is one alone.
  let ranked: RankWorker?
  /// The steps that were taken before a warm start.
  var firstStep = 0

  let threads: Int
  let rows: [Rating]
  let training: Range<Int>
  let validation: Range<Int>
  let inputs: SideFeatures?
  private let encoder: FeatureEncoder?
  private let facts: TrainingFacts
  private let weights: GradientWeights
  private let batchSize: Int
  private var order: IndexPermutation
  /// The validation error of a hybrid network without its own part; nil where it decides nothing.
  var validationErrorOfHistories: Double?

  init(
    _ configuration: TrainingConfiguration, threads: Int, ratings: Ratings,
    training: Range<Int>, validation: Range<Int>, encoding: PairEncoding?,
    fitted: FittedEncoder?, callbacks: [any TrainingCallback], ranks: any Ranks
  ) throws {
    precondition(
      ranks.count == 1 ? fitted == nil : encoding == nil, "inputs for another number of ranks")
    precondition(!training.isEmpty, "no rating to learn from")
    let configuration = configuration.completed(forRatings: training.count)
    self.configuration = configuration
    epochs = configuration.epochs(forRatings: training.count)
    self.threads = threads
    self.training = training
    self.validation = validation
    inputs = encoding?.inputs
    encoder = encoding?.encoder ?? fitted?.encoder
    self.callbacks = callbacks
    rows = ratings.rows
    useLargePages(for: rows)
    ratingCount = training.count
    optimizer = configuration.optimizer(forRatings: training.count)
    facts = TrainingFacts(ratings, in: training)
    range = facts.range
    weights = GradientWeights(configuration.ratingWeights, over: ratings.rows[training])
    batchSize = min(configuration.batchSize, training.count)
    stepsPerEpoch = (training.count + batchSize - 1) / batchSize
    var generator = SeededGenerator(seed: configuration.seed, stream: Stream.weights)
    network = RatingNetwork(
      configuration.network, readers: ratings.readers.count, books: ratings.books.count,
      featureCount: encoder?.scaling.means.count ?? 0, mean: facts.standardizedMean,
      slots: optimizer.slots, using: &generator)
    order = configuration.order(ofEpoch: 1, count: training.count)
    ranked =
      ranks.count == 1
      ? nil
      : try .leading(
        RankedTraining(
          configuration: configuration, optimizer: optimizer, batchSize: batchSize,
          ratingCount: ratingCount, readers: ratings.readers.count, books: ratings.books.count,
          featureCount: network.featureCount, scale: facts.scale), network,
        RatingSource(
          rows: rows, order: order, first: training.lowerBound, inputs: nil, scale: facts.scale,
          weights: weights, cut: nil), validation: validation, madeBy: fitted?.inputs, ranks,
        threads: threads)
    step =
      ranked?.step
      ?? TrainingStep(
        network: network, optimizer: optimizer, batchSize: batchSize, threads: threads,
        seed: configuration.dropoutSeed, precision: configuration.precision,
        cut: configuration.cut)
  }
}

// MARK: - What callbacks ask

extension TrainingRun {
  /// The number of steps taken, without those before a warm start.
  public var stepCount: Int { step.step - firstStep }
  /// The number of steps of the whole training.
  public var totalSteps: Int { stepsPerEpoch * epochs }
  /// The number of the present epoch, from 1.
  public var epoch: Int { progress.finishedEpochs + 1 }
  /// The learning rate of the dense layers at the last step.
  public var learningRate: Double { optimizer.denseRate * progress.rateFactor }
  /// The mean squared error of the present epoch's ratings so far.
  package var epochMSE: Double { progress.squaredError / Double(max(1, progress.position)) }

  /// The best model so far; nil before the first epoch is over.
  package var bestModel: TrainedModel? {
    best.map {
      TrainedModel(
        network: $0.network, range: facts.range, mean: facts.mean,
        bestEpoch: isWorseThanHistories($0.report) ? 0 : $0.report.epoch, encoder: encoder)
    }
  }

  /// The gradients of the last step's ratings at the present weights.
  ///
  /// They are those of standardized ratings, which the network learns. Nil where other ranks have some of them.
  package var gradients: NetworkGradients? { ranked == nil ? step.gradients() : nil }

  /// How the network sees ratings.
  package var scale: RatingScale { facts.scale }

  /// The mean squared error that no sound training reaches.
  var divergenceLimit: Double {
    let span = Double(range.highest) - Double(range.lowest)
    return DivergenceError.factor * (span > 0 ? span * span : 1)
  }

  /// Lowers the rates of all further steps by the schedule's factor.
  func reduceRates() { progress.rateReductions += 1 }
}

// MARK: - What the trainer does

extension TrainingRun {
  /// Compares the products of a pass with what they must be.
  ///
  /// - Throws: `WrongProductError`.
  func checkProducts() throws(WrongProductError) {
    try ProductCheck.run(
      network.stack.products(rows: DenseStack.rowsPerPass(configuration.precision)))
  }

  var isOver: Bool {
    progress.isStoppedEarly || progress.finishedEpochs == epochs
  }

  /// Whether the present epoch's ratings are all learned from.
  package var isEpochOver: Bool { progress.position == ratingCount }

  /// Learns from the next batch of the present epoch.
  ///
  /// - Throws: ``DivergenceError``; what other ranks throw.
  func takeStep() throws {
    let started = ContinuousClock.now
    let (start, count) = (progress.position, min(batchSize, ratingCount - progress.position))
    progress.rateFactor = configuration.schedule.factor(
      atStep: stepCount, of: totalSteps, stepsPerEpoch: stepsPerEpoch,
      reductions: progress.rateReductions)
    let squaredError = try learn(from: start, count: count) * facts.scale.squaredUnit
    (lastStepMSE, lastStepCount) = (squaredError / Double(count), count)
    progress.position += count
    progress.squaredError += squaredError
    progress.seconds += (ContinuousClock.now - started).seconds
    try checkConvergence()
  }

  /// Takes the step of the batch that begins at `start` of the epoch's order; returns the sum of squared errors.
  private func learn(from start: Int, count: Int) throws -> Double {
    if let ranked {
      return try ranked.take(
        start / batchSize, ofEpoch: epoch, count: count, rateFactor: progress.rateFactor)
    }
    let source = RatingSource(
      rows: rows, order: order, first: training.lowerBound, inputs: inputs,
      scale: facts.scale, weights: weights, cut: step.cut)
    return step.take(
      count, rateFactor: progress.rateFactor,
      locate: { source.locate($0, in: $1, from: start) }, fetch: { source.fetch($0, of: $1) })
  }

  /// Measures the epoch that is over and begins the next.
  ///
  /// - Throws: What other ranks throw.
  func finishEpoch() throws -> Epoch {
    try wakeAll()
    let candidate = network.inferenceCopy(
      isReaderTrained: facts.isReaderTrained, isBookTrained: facts.isBookTrained)
    // Predictions are ratings: the network takes the scale into its weights.
    candidate.mapPredictions(by: scale.unit, adding: scale.center)
    var report = Epoch(
      epoch: epoch, trainMSE: epochMSE, validation: try error(of: candidate, on: .validation),
      learningRate: learningRate, ratingsPerSecond: Double(ratingCount) / progress.seconds,
      seconds: progress.seconds, isBest: true)
    report.isBest = best.map { report.isBetter(than: $0.report) } ?? true
    if report.isBest {
      if isWorseThanHistories(report) { candidate.mapPredictions(by: 0, adding: 0) }
      best = (candidate, report)
    }
    progress.finishedEpochs += 1
    (progress.position, progress.squaredError, progress.seconds) = (0, 0, 0)
    beginEpoch()
    return report
  }

  /// Makes the whole network stand as the last step left it.
  private func wakeAll() throws {
    guard let ranked else { return step.wakeAll() }
    try ranked.wake()
    try ranked.collect()
  }

  /// Brings all rows together where other ranks have some, without waking any.
  ///
  /// - Throws: What other ranks throw.
  func collect() throws { try ranked?.collect() }

  /// Gives other ranks their rows, before the first step.
  ///
  /// - Throws: What other ranks throw.
  func spread() throws { try ranked?.spread() }

  /// Lets other ranks know that the training is over, whatever ended it.
  func leave() { try? ranked?.end() }

  /// Makes the order of the present epoch.
  func beginEpoch() {
    order = configuration.order(ofEpoch: epoch, count: ratingCount)
  }

  private func checkConvergence() throws(DivergenceError) {
    // Written so that NaN fails.
    guard lastStepMSE < divergenceLimit else {
      throw DivergenceError(
        step: stepCount, epoch: epoch,
        found: lastStepMSE.isNaN ? "not a number" : lastStepMSE.short, limit: divergenceLimit,
        learningRate: learningRate)
    }
  }
}
