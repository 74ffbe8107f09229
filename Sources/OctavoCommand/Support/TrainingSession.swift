import BookData
import Features
import Foundation
import Lists
import Octavo
import Reports
import Support
import Training

/// One run of `train`: from the data folder to a model folder and its figures.
struct TrainingSession {
  let configuration: TrainingConfiguration
  let split: SplitConfiguration
  let testFile: String?
  /// Whether the weights that books are ranked with are fitted.
  let makesLists: Bool
  let options: RunOptions
  /// Where a page of the run goes.
  let report: String?
  /// The command line that the run is resumed with.
  let arguments: [String]
  let threads: Int
  let output: TrainingOutput

  /// Reads, splits, trains, tests and writes.
  func run(_ data: DataOptions) throws {
    let started = ContinuousClock.now
    Interruption.stands("before the training began; nothing was written")
    var training = try prepare(data)
    // Only now: data that cannot be used leave nothing behind.
    let folder = try RunFolder(options.folder, keepCheckpoints: options.keepCheckpoints)
    let checkpoint =
      options.resume ? try folder.resume(training.identity, arguments: arguments) : nil
    if !options.resume { try folder.begin(training.identity, arguments: arguments) }
    let goesOn = "`octavo train --resume \(folder.path)` goes on"
    Interruption.stands("before the first step; \(goesOn)")
    output.begin(training.data)
    if options.resume { output.resume(from: checkpoint) }
    if configuration.network.architecture == .hybrid {
      output.stage("histories: fits what readers' other ratings and the catalogue say")
    }
    training.encode()
    if let encoding = training.encoding { output.encoded(encoding.encoder) }
    let (trained, log) = try train(training, folder, checkpoint)
    // The training is saved: what follows is done again, and ends in the same bytes.
    Interruption.stands("after the training, which is saved; \(goesOn)")
    let outcome = try finish(trained, training, folder.model)
    try output.finish(
      FinishedEvent(
        model: folder.model, epochs: configuration.epochs,
        seconds: (ContinuousClock.now - started).seconds,
        ratingsPerSecond: log.ratingsPerSecond, metrics: outcome.metrics),
      bestEpoch: trained.bestEpoch, baselines: outcome.baselines)
    try checkOverfit(outcome.metrics)
  }

  /// Reads the data and divides them; says what was noticed on the way.
  private func prepare(_ data: DataOptions) throws -> PreparedTraining {
    let dataset = try data.dataset(tests: testFile, threads: threads)
    let divided = try (consume dataset).divided(by: split, threads: threads)
    for note in divided.notes { printError("octavo: \(note)") }
    return PreparedTraining(divided, configuration, split, threads: threads)
  }

  /// Trains, watched by all callbacks.
  ///
  /// - Throws: ``Interrupted`` when a signal came; what the training throws.
  private func train(
    _ training: PreparedTraining, _ folder: RunFolder, _ checkpoint: TrainingCheckpoint?
  ) throws -> (model: TrainedModel, log: MetricsLog) {
    let log = MetricsLog(folder: folder.path)
    let checkpoints = ModelCheckpoint(
      store: folder.checkpoints, interval: options.checkpointEvery.value,
      origin: TrainingOrigin(data: training.data.data, split: split)
    ) { try training.model($0, metrics: [:]).save(to: folder.model) }
    let board = TensorBoardLog(
      folder: folder.path, stepsPerEntry: options.logEvery,
      options: try markdown(of: training.identity))
    let target: [any TrainingCallback] = split.overfit == nil ? [] : [OverfitTarget()]
    let bar: [any TrainingCallback] = ProgressBar.onTerminal.map { [$0] } ?? []
    let callbacks =
      bar + target + [EpochLines(output), log, board, InterruptionWatch(), checkpoints]
    do {
      let result = try Interruption.deferred {
        try training.train(callbacks: callbacks, from: checkpoint)
      }
      // One that came after the last step stops here, not never.
      guard Interruption.signal == nil, result.ending != .interrupted, let model = result.model
      else {
        throw Interrupted(
          signal: Interruption.signal ?? SIGTERM, checkpoint: checkpoints.latest,
          runFolder: folder.path)
      }
      return (model, log)
    } catch var error as DivergenceError {
      error.checkpoint = checkpoints.latest
      throw error
    }
  }

  /// Tests the model and writes it, with all that was asked for beside it.
  private func finish(
    _ trained: TrainedModel, _ training: PreparedTraining, _ folder: String
  ) throws -> ModelTesting.Outcome {
    let outcome = try training.errors(of: trained, plain: comparison(training))
    let model = training.model(
      trained, metrics: outcome.metrics, lists: try lists(training, trained))
    try model.save(to: folder)
    if options.projector {
      try Projector.write(
        trained, books: model.books, titles: model.titles, to: options.folder)
    }
    if let report {
      let page = try RunReport(
        folder: options.folder, recommender: model, test: training.data.testRatings,
        threads: threads)
      try AtomicFile.write(try page.html(folder: options.folder).utf8, to: report)
    }
    return outcome
  }

  /// Trains the plain network with its own defaults, so that every report shows what the rest is worth.
  private func comparison(_ training: PreparedTraining) -> (() throws -> TrainedModel)? {
    guard configuration.network.architecture != .plain, options.comparison else { return nil }
    return {
      output.stage("comparison: trains the plain network (--no-comparison leaves it out)")
      return try training.plainNetwork()
    }
  }

  /// What lists are made from, if they are.
  private func lists(
    _ training: PreparedTraining, _ trained: TrainedModel
  ) throws -> ListMaterial? {
    guard makesLists else { return nil }
    output.stage("lists: fits what books are ranked with (--no-lists leaves it out)")
    return try training.lists(for: trained)
  }

  /// The options for people: a block of JSON.
  private func markdown(of identity: RunIdentity) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return "```json\n" + String(decoding: try encoder.encode(identity), as: UTF8.self) + "\n```"
  }

  private func checkOverfit(_ metrics: [String: ErrorMetrics]) throws {
    guard split.overfit != nil, let error = metrics["train"]?.mse else { return }
    guard error < OverfitTarget.error else { throw OverfitError(mse: error) }
    output.overfit(error)
  }
}

/// Ratings could not be learned by heart: something between data and weights is broken.
struct OverfitError: Error, CustomStringConvertible {
  let mse: Double

  var description: String {
    "the training MSE is \(fixed(mse, 4)) after learning by heart, expected below "
      + "\(OverfitTarget.error)"
  }
}

extension DividedDataset {
  /// The rows to test on and how well training knows their readers and books; nil without any.
  fileprivate var testRatings: TestRatings? {
    testRows.map { rows in
      TestRatings(
        Array(rows), training: ratings.rows[parts.train], readers: ratings.readers.count,
        books: ratings.books.count)
    }
  }
}
