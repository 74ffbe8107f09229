public import Interactions
import Kernels
public import Layers
import Models

/// What happened in an epoch.
public struct EpochReport: Sendable, Codable, Equatable {
  /// The number of the epoch, from 1.
  public var epoch: Int
  /// The mean squared error of the training ratings as the epoch met them, not clipped.
  public var trainMSE: Double
  /// The error on the validation ratings after the epoch; nil without such ratings.
  public var validation: ErrorMetrics?
  /// The learning rate of the dense layers at the epoch's end.
  public var learningRate: Double
  /// Training ratings for each second of the epoch's steps.
  public var ratingsPerSecond: Double
  /// The duration of the epoch's steps in seconds.
  public var seconds: Double
  /// Whether this epoch's model is the best so far.
  public var isBest: Bool
}

/// Where a training stopped making sense.
public struct DivergenceError: Error, Equatable, CustomStringConvertible {
  /// The first epoch without a finite error, from 1.
  public let epoch: Int

  /// One sentence: what was found and what would help.
  public var description: String {
    "epoch \(epoch): the training error is not a finite number; expected it to fall: "
      + "a smaller learning rate may help"
  }
}

/// The training loop: epochs of steps over ratings in a random order, and the best model on the way.
public struct Trainer: Sendable {
  /// What decides the result.
  public let configuration: TrainingConfiguration
  /// How many threads work; the result does not depend on it.
  public let threads: Int

  /// A trainer for valid options.
  ///
  /// - Throws: `ConfigurationError`.
  public init(_ configuration: TrainingConfiguration, threads: Int) throws(ConfigurationError) {
    try configuration.validate()
    try require(threads >= 1 && threads <= 4096, "threads", threads, "1 to 4096")
    self.configuration = configuration
    self.threads = threads
  }

  /// Trains on a part of `ratings` and returns the best model by validation error.
  ///
  /// Without validation ratings it is the last model.
  ///
  /// - Parameters:
  ///   - ratings: All ratings; those outside the two ranges are not looked at.
  ///   - training: The rows to learn from; at least one.
  ///   - validation: The rows to choose the best epoch by; may be empty.
  ///   - onEpoch: Called after every epoch.
  /// - Throws: ``DivergenceError``; what `onEpoch` throws.
  public func train(
    _ ratings: Ratings, training: Range<Int>, validation: Range<Int>,
    onEpoch: (EpochReport) throws -> Void
  ) throws -> TrainedModel {
    precondition(!training.isEmpty, "no rating to learn from")
    let optimizer = configuration.optimizer(forRatings: training.count)
    let facts = TrainingFacts(ratings, in: training)
    var generator = SeededGenerator(seed: configuration.seed, stream: Stream.weights)
    let network = RatingNetwork(
      configuration.network, readers: ratings.readers.count, books: ratings.books.count,
      mean: facts.mean, slots: optimizer.slots, using: &generator)
    let step = TrainingStep(
      network: network, optimizer: optimizer,
      batchSize: min(configuration.batchSize, training.count), threads: threads,
      seed: mixed(configuration.seed &+ Stream.dropout))
    var best: (network: RatingNetwork, report: EpochReport)?
    for epoch in 1...configuration.epochs {
      var report = try runEpoch(epoch, step, ratings.rows, training)
      step.wakeAll()
      let candidate = network.inferenceCopy(
        isReaderTrained: facts.isReaderTrained, isBookTrained: facts.isBookTrained)
      if !validation.isEmpty {
        report.validation = .measured(
          candidate, clippedTo: facts.range, on: ratings.rows, in: validation, threads: threads)
      }
      report.isBest = best.map { report.isBetter(than: $0.report) } ?? true
      if report.isBest { best = (candidate, report) }
      try onEpoch(report)
    }
    guard let best else { preconditionFailure("no epoch ran") }
    return TrainedModel(
      network: best.network, range: facts.range, mean: facts.mean, bestEpoch: best.report.epoch)
  }

  private func runEpoch(
    _ epoch: Int, _ step: TrainingStep, _ rows: [Rating], _ training: Range<Int>
  ) throws -> EpochReport {
    let started = ContinuousClock.now
    let order = IndexPermutation(
      count: training.count, seed: configuration.seed, stream: Stream.order &+ UInt64(epoch))
    let batchSize = min(configuration.batchSize, training.count)
    let stepsPerEpoch = (training.count + batchSize - 1) / batchSize
    let totalSteps = stepsPerEpoch * configuration.epochs
    var squaredError = 0.0
    var factor = 1.0
    for start in Swift.stride(from: 0, to: training.count, by: batchSize) {
      factor = configuration.rateFactor(atStep: step.step, of: totalSteps)
      let count = min(batchSize, training.count - start)
      squaredError += step.take(count, rateFactor: factor) { range, batch in
        fetch(rows, order, training.lowerBound, start, range, batch)
      }
    }
    let seconds = (ContinuousClock.now - started).seconds
    guard squaredError.isFinite else { throw DivergenceError(epoch: epoch) }
    return EpochReport(
      epoch: epoch, trainMSE: squaredError / Double(training.count), validation: nil,
      learningRate: configuration.optimizer.denseRate * factor,
      ratingsPerSecond: Double(training.count) / seconds, seconds: seconds, isBest: true)
  }
}

/// Copies the shuffled ratings of a shard into the batch, asking for each well before it is read.
private func fetch(
  _ rows: [Rating], _ order: IndexPermutation, _ offset: Int, _ start: Int, _ range: Range<Int>,
  _ batch: Batch
) {
  for i in range { prefetch(rows, at: offset + order[start + i]) }
  for i in range {
    let row = rows[offset + order[start + i]]
    batch.set(i, reader: row.reader, book: row.book, target: row.value)
  }
}

extension EpochReport {
  /// Whether this is the model to keep: without validation ratings the later one is.
  fileprivate func isBetter(than other: EpochReport) -> Bool {
    guard let mine = validation?.mse, let theirs = other.validation?.mse else { return true }
    return mine < theirs
  }
}

extension Duration {
  /// The duration in seconds.
  public var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
