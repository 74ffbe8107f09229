import Catalog
import Files
import Foundation
import History
import Interactions
import Kernels
import Models
import Serving
import Training

/// One run of `train`: from the data folder to a model folder and its figures.
struct TrainingSession {
  let configuration: TrainingConfiguration
  let split: SplitConfiguration
  let testFile: String?
  /// Whether the weights that books are ranked with are fitted.
  let makesLists: Bool
  let options: RunOptions
  /// The command line that the run is resumed with.
  let arguments: [String]
  let threads: Int
  let output: TrainingOutput

  private let started = ContinuousClock.now

  init(
    configuration: TrainingConfiguration, split: SplitConfiguration, testFile: String?,
    makesLists: Bool, options: RunOptions, arguments: [String], threads: Int,
    output: TrainingOutput
  ) {
    self.configuration = configuration
    self.split = split
    self.testFile = testFile
    self.makesLists = makesLists
    self.options = options
    self.arguments = arguments
    self.threads = threads
    self.output = output
  }

  /// Reads, splits, trains, tests and writes.
  func run(_ data: DataOptions) throws {
    var ratings = try data.ratings(threads: threads)
    let identity = RunIdentity(
      training: configuration, split: split, data: Fingerprint(ratings, threads: threads))
    let tests = try testFile.map {
      try data.form.ratings($0, skipBadRows: data.skipBadRows, threads: threads)
    }
    var files = CatalogFolder(folder: data.data)
    ratings.add(books: files.listed.map(\.id))
    let catalog = files.catalog(readers: ratings.readers, books: ratings.books, threads: threads)
    for note in files.notes { printError("octavo: \(note)") }
    let rated = RatedBooks(ratings)
    let parts = split.divide(&ratings)
    guard !parts.train.isEmpty else {
      throw UsageError(
        description: "\(ratings.rows.count) ratings leave none to learn from; expected smaller "
          + "--test-fraction and --validation-fraction, or more data")
    }
    // Only now: data that cannot be used leave nothing behind.
    let folder = try RunFolder(options.folder, keepCheckpoints: options.keepCheckpoints)
    let checkpoint = options.resume ? try folder.resume(identity, arguments: arguments) : nil
    if !options.resume { try folder.begin(identity, arguments: arguments) }
    output.begin(identity.data, parts, tests: tests?.rows.count)
    if options.resume { output.resume(from: checkpoint) }
    let encoding = configuration.encoding(of: ratings, parts, catalog: catalog, threads: threads)
    if let encoding { output.encoded(encoding.encoder) }
    let writer = ModelWriter(
      identity: identity, ratings: ratings, rated: rated, titles: data.titles(),
      folder: folder.path + "/model")
    let (model, log) = try train(ratings, parts, encoding, identity, folder, writer, checkpoint)
    let testing = Testing(
      model: model, inputs: encoding?.inputs, ratings: ratings, parts: parts, tests: tests,
      threads: threads)
    let outcome = try testing.outcome(plain: comparison(ratings, parts))
    let metrics = outcome.metrics
    try writer.write(
      model, metrics: metrics, lists: try listMaterial(ratings, parts, catalog, model.range))
    if options.projector {
      try Projector.write(model, books: ratings.books, titles: writer.titles, to: folder.path)
    }
    try output.finish(
      FinishedEvent(
        model: writer.folder, epochs: configuration.epochs,
        seconds: (ContinuousClock.now - started).seconds,
        ratingsPerSecond: log.ratingsPerSecond, metrics: metrics),
      bestEpoch: model.bestEpoch, baselines: outcome.baselines)
    try checkOverfit(metrics)
  }

  /// Trains the plain network with its own defaults, so that every report shows what the rest is worth.
  private func comparison(_ ratings: Ratings, _ parts: Split) -> (() throws -> TrainedModel)? {
    guard configuration.network.architecture != .plain, options.comparison else { return nil }
    return {
      var plain = TrainingConfiguration(.plain)
      plain.seed = configuration.seed
      let trainer = try Trainer(plain, threads: threads)
      return try trainer.train(
        ratings, training: parts.train, validation: parts.validation, onEpoch: { _ in })
    }
  }

  /// Trains, watched by all callbacks.
  ///
  /// - Throws: ``Interrupted`` when a signal came; what the training throws.
  private func train(
    _ ratings: Ratings, _ parts: Split, _ encoding: PairEncoding?, _ identity: RunIdentity,
    _ folder: RunFolder,
    _ writer: ModelWriter, _ checkpoint: TrainingCheckpoint?
  ) throws -> (model: TrainedModel, log: MetricsLog) {
    let log = MetricsLog(folder: folder.path)
    let checkpoints = ModelCheckpoint(
      store: folder.checkpoints, interval: options.checkpointEvery.value,
      origin: TrainingOrigin(data: identity.data, split: split)
    ) { try writer.write($0, metrics: [:]) }
    let board = TensorBoardLog(
      folder: folder.path, stepsPerEntry: options.logEvery,
      options: try markdown(of: identity))
    let target: [any TrainingCallback] = split.overfit == nil ? [] : [OverfitTarget()]
    let bar: [any TrainingCallback] = ProgressBar.onTerminal.map { [$0] } ?? []
    let callbacks =
      bar + target + [EpochLines(output), log, board, InterruptionWatch(), checkpoints]
    do {
      let result = try Interruption.deferred {
        try Trainer(configuration, threads: threads).train(
          ratings, training: parts.train, validation: parts.validation, encoding: encoding,
          callbacks: callbacks, from: checkpoint)
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

  /// What lists are made from, if they are: all ratings but the test part, and the catalogue.
  ///
  /// Validation ratings take part, because the regression chooses nothing by them.
  private func listMaterial(
    _ ratings: Ratings, _ parts: Split, _ catalog: Catalog, _ range: RatingRange
  ) throws -> ListMaterial? {
    guard makesLists else { return nil }
    return try ListMaterial(
      fitting: ratings.rows[parts.train.lowerBound..<parts.validation.upperBound],
      readers: ratings.readers.count, catalog: catalog, range: (range.lowest, range.highest),
      threads: threads)
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

/// Writes the model's folder, during the training and at its end.
struct ModelWriter {
  let identity: RunIdentity
  let ratings: Ratings
  let rated: RatedBooks
  let titles: BookTitles
  let folder: String

  /// Replaces the model in the folder.
  ///
  /// - Parameter lists: What lists are made from; a model from the middle of a training has none.
  /// - Throws: `FileError`, `CheckpointError`.
  func write(
    _ model: TrainedModel, metrics: [String: ErrorMetrics], lists: ListMaterial? = nil
  ) throws {
    let manifest = ModelManifest(
      training: identity.training, split: identity.split, data: identity.data,
      readers: ratings.readers.count, books: ratings.books.count, model: model,
      metrics: metrics, blas: BLAS.configuration)
    try ModelFolder.write(
      Recommender(
        manifest: manifest, network: model.network, encoder: model.encoder,
        readers: ratings.readers,
        books: ratings.books, titles: titles, rated: rated, lists: lists),
      to: folder)
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
