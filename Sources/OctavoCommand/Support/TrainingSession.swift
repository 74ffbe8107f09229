import Foundation
import Octavo
import Reports
import Support

/// One run of `train`: from the data folder to a model folder and its figures.
struct TrainingSession {
  var configuration: TrainingConfiguration
  var split: SplitConfiguration
  /// Files to learn from in place of those that the options of the data name.
  var trainFiles: [String]?
  /// A file to test on in place of a part of the ratings.
  var testFile: String?
  /// Whether the weights that books are ranked with are fitted.
  var makesLists: Bool
  var options: RunOptions
  /// Where a page of the run goes.
  var report: String?
  /// The command line that the run is resumed with.
  var arguments: [String]
  let threads: Int
  var output: TrainingOutput

  /// Reads, splits, trains, tests and writes.
  func run(_ data: DataOptions) throws {
    try options.checkFolder(isNot: data.data)
    Interruption.stands("before the training began; nothing was written")
    let clock = PhaseClock()
    let training = try clock.time("reading") { try prepare(data) }
    // Only now: data that cannot be used leave nothing behind.
    let folder = try RunFolder(options.folder, keepCheckpoints: options.numbers.keepCheckpoints)
    _ = try run(
      training, in: folder, goingOnWith: folder.place, model: folder.finalModel, timedBy: clock)
  }

  /// Trains in a folder, tests and writes.
  ///
  /// - Parameters:
  ///   - folder: Where the run is.
  ///   - place: The folder that `train --resume` would be given.
  ///   - model: Where the model will be in the end.
  ///   - clock: Measures how long each part takes. The default is a new one.
  /// - Returns: What the run ended with, now or before.
  func run(
    _ prepared: PreparedTraining, in folder: RunFolder, goingOnWith place: String,
    model finalModel: String, timedBy clock: PhaseClock = PhaseClock()
  ) throws -> FinishedRun {
    var training = prepared
    let standing = try stand(of: training.identity, in: folder)
    let checkpoint: TrainingCheckpoint?
    switch standing {
    case .finished(let finished):
      try output.isFinished(finished, folder)
      return finished
    case .underWay(let latest): checkpoint = latest
    }
    let goesOn = "`octavo train --resume \(place)` goes on"
    Interruption.stands("before the first step; \(goesOn)")
    output.begin(training.data)
    if options.resume { output.resume(from: checkpoint) }
    if configuration.network.architecture == .hybrid {
      output.stage("histories: fits what readers' other ratings and the catalogue say")
    }
    for note in training.notes { printError("octavo: note: \(note)") }
    clock.time("histories") { training.encode() }
    if let summary = training.encodingSummary { output.encoded(summary) }
    let (trained, ratingsPerSecond) = try clock.time("training") {
      try train(training, folder, checkpoint, place)
    }
    // The training is saved: what follows is done again, and ends in the same bytes.
    Interruption.stands("after the training, which is saved; \(goesOn)")
    let (outcome, model) = try finish(trained, training, folder, clock)
    output.phases(clock.phases)
    var finished = FinishedRun(
      model: finalModel, epochs: training.epochs, bestEpoch: trained.bestEpoch,
      seconds: clock.seconds, ratingsPerSecond: ratingsPerSecond,
      outcome: outcome, testPairsInTraining: training.data.testPairsInTraining)
    finished.record = FinishedRun.Record(
      program: RootCommand.version, threads: threads, phases: clock.phases)
    try folder.finish(finished)
    if let report {
      warnOfFailure(of: "the report") { try write(report, model, training) }
    }
    try output.finish(finished)
    output.next(model: makesLists ? finalModel : nil, report: report)
    try checkOverfit(outcome.metrics, training.data)
    return finished
  }

  /// Begins the run, or finds out how far it is.
  private func stand(
    of run: RunIdentity, in folder: RunFolder
  ) throws -> RunFolder.Standing {
    if options.resume { return try folder.resume(run, arguments: arguments) }
    try folder.begin(run, arguments: arguments, isForced: options.force)
    return .underWay(nil)
  }

  /// Reads the data and divides them; says what was noticed on the way.
  func prepare(_ data: DataOptions) throws -> PreparedTraining {
    try prepare(try read(data))
  }

  /// Reads the ratings; says what was noticed on the way.
  func read(_ data: DataOptions) throws -> Dataset {
    try data.dataset(ratings: trainFiles, tests: testFile, threads: threads)
  }

  /// Divides the ratings, and reads the other files of the folder.
  func prepare(_ dataset: consuming Dataset) throws -> PreparedTraining {
    let divided = try (consume dataset).divided(by: split, threads: threads)
    for note in divided.notes { printError("octavo: \(note)") }
    var training = try PreparedTraining(divided, configuration, split, threads: threads)
    training.program = RootCommand.program
    training.ranks = RankedProcess.ranks
    return training
  }

  /// Trains, watched by all callbacks.
  ///
  /// - Throws: ``Interrupted`` when a signal came; what the training throws.
  private func train(
    _ training: PreparedTraining, _ folder: RunFolder, _ checkpoint: TrainingCheckpoint?,
    _ place: String
  ) throws -> (model: TrainedModel, ratingsPerSecond: Double) {
    var recording = RunRecording()
    recording.checkpoints = options.numbers.checkpointEvery
    recording.stepsPerPoint = options.numbers.stepsPerPoint
    let bar = bar(named: "epoch")
    let target: [any TrainingCallback] = split.overfit == nil ? [] : [OverfitTarget()]
    let recorded = try Interruption.deferred {
      try training.train(
        in: folder, from: checkpoint, recording,
        callbacks: bar + target + [EpochLines(output), InterruptionWatch()])
    }
    // One that came after the last step stops here, not never.
    guard Interruption.signal == nil, recorded.result.ending != .interrupted,
      let model = recorded.result.model
    else {
      throw Interrupted(
        signal: Interruption.signal ?? SIGTERM, checkpoint: recorded.checkpoint,
        runFolder: place)
    }
    if recorded.result.ending == .stoppedEarly, let patience = configuration.patience {
      output.patienceEnded(patience, afterEpoch: recorded.epochs, of: training.epochs)
    }
    return (model, recorded.ratingsPerSecond)
  }

  /// A bar where standard error is a terminal.
  private func bar(named name: String) -> [any TrainingCallback] {
    ProgressBar.onTerminal(name).map { [$0] } ?? []
  }

  /// Tests the model and writes it, then makes all that was asked for beside it.
  ///
  /// From the first writing on nothing costs the model: what else fails is a warning.
  private func finish(
    _ trained: TrainedModel, _ training: PreparedTraining, _ folder: RunFolder, _ clock: PhaseClock
  ) throws -> (ModelTesting.Outcome, Model) {
    var outcome = clock.time("test") { training.errors(of: trained) }
    var model = training.model(trained, outcome)
    let tested = model.manifest
    try model.save(to: folder.model)
    if makesLists {
      output.stage("lists: fits what books are ranked with (--no-lists leaves it out)")
      model.lists = clock.time("lists") {
        warnOfFailure(of: "the fit of lists") { try training.lists(for: trained) }
      }
    }
    if configuration.network.architecture != .plain, options.comparison {
      output.stage("comparison: trains the plain network (--no-comparison leaves it out)")
      _ = clock.time("comparison") {
        warnOfFailure(of: "the comparison") {
          try training.compare(&outcome, of: trained, callbacks: bar(named: "comparison"))
        }
      }
    }
    model.manifest = training.model(trained, outcome).manifest
    if model.lists != nil || model.manifest != tested { try model.save(to: folder.model) }
    if options.projector {
      try Projector.write(
        trained, books: model.books, titles: model.titles, to: folder.path)
    }
    return (outcome, model)
  }

  /// Writes the page of the run.
  private func write(_ report: String, _ model: Model, _ training: PreparedTraining) throws {
    let page = try RunReport(
      folder: options.folder, recommender: model, test: TestRatings(training.data),
      threads: threads)
    try AtomicFile.write(try page.html(folder: options.folder).utf8, to: report)
  }

  /// Does what is not worth a trained model.
  @discardableResult
  private func warnOfFailure<Result>(of what: String, _ work: () throws -> Result) -> Result? {
    do {
      return try work()
    } catch {
      printError("octavo: warning: \(what) failed, the model is written without: \(error)")
      return nil
    }
  }

  private func checkOverfit(_ metrics: [String: ErrorMetrics], _ data: DividedDataset) throws {
    guard split.overfit != nil, let error = metrics["train"]?.mse else { return }
    let target = OverfitTarget.error(RatingScale(of: data.ratings.rows[data.parts.train]))
    guard error < target else { throw OverfitError(mse: error, target: target) }
    output.overfit(error, target: target)
  }
}

/// Ratings could not be overfitted: something between data and weights is broken.
struct OverfitError: Error, CustomStringConvertible {
  let mse: Double
  let target: Double

  var description: String {
    "the training MSE is \(fixed(mse, 4)) after learning by heart, expected below \(target)"
  }
}
