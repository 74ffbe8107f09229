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
    let material = try read(data)
    let identity = identity(material)
    // Only now: data that cannot be used leave nothing behind.
    let folder = try RunFolder(options.folder, keepCheckpoints: options.keepCheckpoints)
    let checkpoint = options.resume ? try folder.resume(identity, arguments: arguments) : nil
    if !options.resume { try folder.begin(identity, arguments: arguments) }
    output.begin(material)
    if options.resume { output.resume(from: checkpoint) }
    if configuration.network.architecture == .hybrid {
      output.stage("histories: fits what readers' other ratings and the catalogue say")
    }
    let encoding = configuration.encoding(
      of: material.ratings, material.parts, by: split.kind, catalog: material.catalog,
      threads: threads)
    if let encoding { output.encoded(encoding.encoder) }
    let writer = ModelWriter(identity: identity, material: material)
    let (model, log) = try train(material, encoding, folder, writer, checkpoint)
    let outcome = try finish(model, material, encoding, writer, folder.model)
    try output.finish(
      FinishedEvent(
        model: folder.model, epochs: configuration.epochs,
        seconds: (ContinuousClock.now - started).seconds,
        ratingsPerSecond: log.ratingsPerSecond, metrics: outcome.metrics),
      bestEpoch: model.bestEpoch, baselines: outcome.baselines)
    try checkOverfit(outcome.metrics)
  }

  private func identity(_ material: TrainingMaterial) -> RunIdentity {
    RunIdentity(training: configuration, split: split, material: material, threads: threads)
  }

  /// Reads the data; says what was noticed on the way.
  private func read(_ data: DataOptions) throws -> TrainingMaterial {
    let ratings = try data.ratings(threads: threads)
    let tests = try testFile.map {
      try data.form.ratings($0, skipBadRows: data.skipBadRows, threads: threads)
    }
    let material = try TrainingMaterial(
      try data.folder(), ratings: ratings, split: split, tests: tests, threads: threads)
    for note in material.notes { printError("octavo: \(note)") }
    return material
  }

  /// Trains, watched by all callbacks.
  ///
  /// - Throws: ``Interrupted`` when a signal came; what the training throws.
  private func train(
    _ material: TrainingMaterial, _ encoding: PairEncoding?, _ folder: RunFolder,
    _ writer: ModelWriter, _ checkpoint: TrainingCheckpoint?
  ) throws -> (model: TrainedModel, log: MetricsLog) {
    let log = MetricsLog(folder: folder.path)
    let checkpoints = ModelCheckpoint(
      store: folder.checkpoints, interval: options.checkpointEvery.value,
      origin: TrainingOrigin(data: material.data, split: split)
    ) { try writer.write($0, metrics: [:], to: folder.model) }
    let board = TensorBoardLog(
      folder: folder.path, stepsPerEntry: options.logEvery,
      options: try markdown(of: identity(material)))
    let target: [any TrainingCallback] = split.overfit == nil ? [] : [OverfitTarget()]
    let bar: [any TrainingCallback] = ProgressBar.onTerminal.map { [$0] } ?? []
    let callbacks =
      bar + target + [EpochLines(output), log, board, InterruptionWatch(), checkpoints]
    do {
      let result = try Interruption.deferred {
        try Trainer(configuration, threads: threads).train(
          material.ratings, training: material.parts.train,
          validation: material.parts.validation, encoding: encoding, callbacks: callbacks,
          from: checkpoint)
      }
      guard result.ending != .interrupted, let model = result.model else {
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
    _ model: TrainedModel, _ material: TrainingMaterial, _ encoding: PairEncoding?,
    _ writer: ModelWriter, _ folder: String
  ) throws -> ModelTesting.Outcome {
    let testing = ModelTesting(model, on: material, encoding: encoding, threads: threads)
    let outcome = try testing.outcome(plain: comparison(material))
    let recommender = try writer.write(
      model, metrics: outcome.metrics,
      lists: try listMaterial(material, model.range), to: folder)
    if options.projector {
      try Projector.write(
        model, books: material.ratings.books, titles: material.titles, to: options.folder)
    }
    if let report {
      let page = try RunReport(
        folder: options.folder, recommender: recommender,
        test: testRatings(testing.testRows, material),
        threads: threads)
      try AtomicFile.write(try page.html(folder: options.folder).utf8, to: report)
    }
    return outcome
  }

  /// The rows to test on and how well training knows their readers and books; nil without any.
  private func testRatings(
    _ rows: ArraySlice<Rating>?, _ material: TrainingMaterial
  ) -> TestRatings? {
    rows.map { rows in
      TestRatings(
        Array(rows), training: material.ratings.rows[material.parts.train],
        readers: material.ratings.readers.count, books: material.ratings.books.count)
    }
  }

  /// Trains the plain network with its own defaults, so that every report shows what the rest is worth.
  private func comparison(_ material: TrainingMaterial) -> (() throws -> TrainedModel)? {
    guard configuration.network.architecture != .plain, options.comparison else { return nil }
    return {
      output.stage("comparison: trains the plain network (--no-comparison leaves it out)")
      var plain = TrainingConfiguration(.plain)
      plain.seed = configuration.seed
      plain.precision = configuration.precision
      return try Trainer(plain, threads: threads).train(
        material.ratings, training: material.parts.train,
        validation: material.parts.validation, onEpoch: { _ in })
    }
  }

  /// What lists are made from, if they are.
  private func listMaterial(
    _ material: TrainingMaterial, _ range: RatingRange
  ) throws -> ListMaterial? {
    guard makesLists else { return nil }
    output.stage("lists: fits what books are ranked with (--no-lists leaves it out)")
    return try material.lists(range: range, threads: threads)
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
