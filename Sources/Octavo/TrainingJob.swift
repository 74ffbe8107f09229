public import Networks
public import Parallelism
import Support
public import Training

/// Everything between a folder of data and a model: divides the ratings, fits what the network is told of
/// them, trains, measures the errors, and fits what lists are made from.
///
/// `octavo train` and the nightly job take the same steps, one by one: `PreparedTraining`.
public struct TrainingJob: Sendable {
  /// What is learned from.
  public var dataset: Dataset
  /// The options of the training.
  public var configuration: TrainingConfiguration
  /// How the ratings are divided.
  ///
  /// The default holds out a random fifth to test on.
  public var split: SplitConfiguration
  /// Whether the model can make lists of recommendations.
  ///
  /// The default is true.
  public var fitsLists = true
  /// How many threads work; the result does not depend on it.
  ///
  /// The default is all processors.
  public var threads: Int

  /// A job with these options.
  ///
  /// - Parameters:
  ///   - dataset: What is learned from.
  ///   - configuration: The options of the training. The default is those of a hybrid network.
  ///   - split: How the ratings are divided. The default is the defaults.
  ///   - threads: How many threads work. The default is all processors.
  public init(
    on dataset: Dataset, _ configuration: TrainingConfiguration = TrainingConfiguration(.hybrid),
    split: SplitConfiguration = SplitConfiguration(), threads: Int = Parallel.processorCount
  ) {
    (self.dataset, self.configuration) = (dataset, configuration)
    (self.split, self.threads) = (split, threads)
  }

  /// Trains a model.
  ///
  /// - Parameter onEpoch: Told of every epoch. The default is nobody.
  /// - Returns: The model of the best epoch, with its errors in ``Model/evaluation``.
  /// - Throws: `ConfigurationError` for options that make no sense, ``NothingToLearnError``,
  ///   `DivergenceError`, what `onEpoch` throws.
  public func run(onEpoch: @escaping (Epoch) throws -> Void = { _ in }) throws -> Model {
    try run(callbacks: [EpochObserver(onEpoch)])
  }

  /// Trains a model, watched by callbacks.
  ///
  /// - Throws: As ``run(onEpoch:)``, ``TrainingInterruptedError`` where a callback interrupts the training
  ///   before its first epoch is over, and what callbacks throw.
  public func run(callbacks: [any TrainingCallback]) throws -> Model {
    var training = try prepared()
    training.encode()
    return try finished(training, try training.train(callbacks: callbacks))
  }

  /// Trains a model in a run's folder, or goes on where an earlier call was stopped.
  ///
  /// The folder is that of `octavo train --run`: `checkpoints/`, one a minute; `model/`, the best so far and in
  /// the end what is returned; `metrics.jsonl`, and TensorBoard's files. A run that goes on ends with the same
  /// model as one that was never stopped.
  ///
  /// - Parameters:
  ///   - folder: The folder's path; created where it is missing.
  ///   - callbacks: Told of the training. The default is nobody.
  /// - Throws: As ``run(callbacks:)``; ``ResumeError`` where the folder is of a run with other data or options;
  ///   `FileError` where another process holds it, or a file cannot be written; `CheckpointError`.
  public func run(in folder: String, callbacks: [any TrainingCallback] = []) throws -> Model {
    var training = try prepared()
    // Only now: data that cannot be used leave nothing behind.
    let run = try RunFolder(folder, keepCheckpoints: 2)
    guard case .underWay(let checkpoint) = try run.resume(training.identity, arguments: []) else {
      return try Model(contentsOf: run.finalModel)
    }
    let started = ContinuousClock.now
    training.encode()
    let recorded = try training.train(
      in: run, from: checkpoint, RunRecording(), callbacks: callbacks)
    let model = try finished(training, recorded.result)
    try model.save(to: run.model)
    guard recorded.result.ending != .interrupted else { return model }
    try run.finish(
      FinishedRun(
        model: run.finalModel, epochs: training.epochs,
        bestEpoch: recorded.result.model?.bestEpoch ?? 0,
        seconds: (ContinuousClock.now - started).seconds,
        ratingsPerSecond: recorded.ratingsPerSecond,
        outcome: ModelTesting.Outcome(
          metrics: model.manifest.metrics, baselines: model.manifest.baselines ?? []),
        testPairsInTraining: training.data.testPairsInTraining))
    return model
  }

  private func prepared() throws -> PreparedTraining {
    try configuration.validate()
    try split.validate()
    try configuration.validate(with: split)
    try ThreadCount(wished: threads).checkOptions()
    let threads = ThreadCount(wished: threads).usable
    return try PreparedTraining(
      try dataset.divided(by: split, threads: threads), configuration, split, threads: threads)
  }

  private func finished(_ training: PreparedTraining, _ result: TrainingResult) throws -> Model {
    guard let trained = result.model else { throw TrainingInterruptedError() }
    let errors = training.errors(of: trained)
    let lists = fitsLists ? try training.lists(for: trained) : nil
    return training.model(trained, errors, lists: lists)
  }
}

/// A callback interrupted a training before its first epoch was over.
public struct TrainingInterruptedError: Error, Equatable, CustomStringConvertible {
  /// One sentence.
  public var description: String {
    "the training was interrupted before its first epoch was over; there is no model"
  }
}
