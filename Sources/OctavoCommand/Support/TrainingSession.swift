import Catalog
import Files
import Foundation
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
  let makesLists: Bool
  let runFolder: String
  let threads: Int
  let output: TrainingOutput

  private let started = ContinuousClock.now

  init(
    configuration: TrainingConfiguration, split: SplitConfiguration, testFile: String?,
    makesLists: Bool, runFolder: String, threads: Int, output: TrainingOutput
  ) {
    self.configuration = configuration
    self.split = split
    self.testFile = testFile
    self.makesLists = makesLists
    self.runFolder = runFolder
    self.threads = threads
    self.output = output
  }

  /// Reads, splits, trains, tests and writes.
  func run(_ data: DataOptions) throws {
    var ratings = try data.ratings(threads: threads)
    let fingerprint = Fingerprint(ratings, threads: threads)
    let tests = try testFile.map {
      try data.form.ratings($0, skipBadRows: data.skipBadRows, threads: threads)
    }
    var files = CatalogFolder(folder: data.data)
    ratings.add(books: files.listed.map(\.id))
    let catalog = files.catalog(readers: ratings.readers, books: ratings.books, threads: threads)
    for note in files.notes { printError("octavo: \(note)") }
    let parts = split.divide(&ratings)
    guard !parts.train.isEmpty else {
      throw UsageError(
        description: "\(ratings.rows.count) ratings leave none to learn from; expected smaller "
          + "--test-fraction and --validation-fraction, or more data")
    }
    // Only now: data that cannot be used leave nothing behind.
    try Folder.create(runFolder)
    output.begin(fingerprint, parts, tests: tests?.rows.count)
    var log = try RunLog(folder: runFolder, configuration: configuration, split: split)
    let encoding = configuration.encoding(of: ratings, parts, catalog: catalog, threads: threads)
    if let encoding { output.encoded(encoding.encoder) }
    var model = try Trainer(configuration, threads: threads).train(
      ratings, training: parts.train, validation: parts.validation, inputs: encoding?.inputs
    ) { report in
      try log.append(report)
      try output.epoch(report, of: configuration.epochs)
    }
    model.encoder = encoding?.encoder
    let testing = Testing(
      model: model, inputs: encoding?.inputs, ratings: ratings, parts: parts, tests: tests,
      threads: threads)
    let metrics = testing.metrics()
    let manifest = ModelManifest(
      training: configuration, split: split, data: fingerprint, model: model, metrics: metrics,
      blas: BLAS.configuration)
    let lists =
      makesLists ? try listMaterial(ratings, parts, catalog, range: model.range) : nil
    let folder = runFolder + "/model"
    try ModelFolder.write(
      Recommender(
        manifest: manifest, network: model.network, readers: ratings.readers,
        books: ratings.books, titles: data.titles(), rated: RatedBooks(ratings),
        lists: lists),
      to: folder)
    try output.finish(
      FinishedEvent(
        model: folder, epochs: configuration.epochs,
        seconds: (ContinuousClock.now - started).seconds,
        ratingsPerSecond: log.ratingsPerSecond, metrics: metrics),
      bestEpoch: model.bestEpoch, baselines: testing.baselines())
  }
}

extension TrainingSession {
  /// What lists are made from: all ratings but the test part, and the catalogue.
  ///
  /// Validation ratings take part, because the regression chooses nothing by them.
  private func listMaterial(
    _ ratings: Ratings, _ parts: Split, _ catalog: Catalog, range: RatingRange
  ) throws -> ListMaterial {
    try ListMaterial(
      fitting: ratings.rows[parts.train.lowerBound..<parts.validation.upperBound],
      readers: ratings.readers.count, catalog: catalog, range: (range.lowest, range.highest),
      threads: threads)
  }
}

/// The files of a run that tell what happened.
struct RunLog {
  private let path: String
  private var lines: [String] = []
  private var ratings = 0.0
  private var seconds = 0.0

  /// Training ratings for each second of all epochs so far.
  var ratingsPerSecond: Double { seconds > 0 ? ratings / seconds : 0 }

  private struct Configuration: Encodable {
    var training: TrainingConfiguration
    var split: SplitConfiguration
  }

  /// Writes `config.json` and an empty log.
  init(folder: String, configuration: TrainingConfiguration, split: SplitConfiguration) throws {
    path = folder + "/metrics.jsonl"
    let text = try jsonLine(Configuration(training: configuration, split: split))
    try AtomicFile.write((text + "\n").utf8, to: folder + "/config.json")
  }

  /// Adds a line to `metrics.jsonl`; the file is replaced whole.
  mutating func append(_ report: EpochReport) throws {
    lines.append(try jsonLine(EpochEvent(report)))
    ratings += report.ratingsPerSecond * report.seconds
    seconds += report.seconds
    try AtomicFile.write((lines.joined(separator: "\n") + "\n").utf8, to: path)
  }
}
