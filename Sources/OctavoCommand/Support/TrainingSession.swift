import Catalog
import Files
import Foundation
import Interactions
import Kernels
import Models
import Reports
import Serving
import Training

/// One run of `train`: from the data folder to a model folder and its figures.
struct TrainingSession {
  let configuration: TrainingConfiguration
  let split: SplitConfiguration
  let testFile: String?
  let runFolder: String
  /// Where a page of the run goes.
  let report: String?
  let threads: Int
  let output: TrainingOutput

  private let started = ContinuousClock.now

  init(
    configuration: TrainingConfiguration, split: SplitConfiguration, testFile: String?,
    runFolder: String, report: String? = nil, threads: Int, output: TrainingOutput
  ) {
    self.configuration = configuration
    self.split = split
    self.testFile = testFile
    self.runFolder = runFolder
    self.report = report
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
    let model = try Trainer(configuration, threads: threads).train(
      ratings, training: parts.train, validation: parts.validation
    ) { report in
      try log.append(report)
      try output.epoch(report, of: configuration.epochs)
    }
    let testing = Testing(
      model: model, ratings: ratings, parts: parts, tests: tests, threads: threads)
    let metrics = testing.metrics()
    let manifest = ModelManifest(
      training: configuration, split: split, data: fingerprint, model: model, metrics: metrics,
      blas: BLAS.configuration)
    let folder = runFolder + "/model"
    let recommender = Recommender(
      manifest: manifest, network: model.network, readers: ratings.readers,
      books: ratings.books, titles: data.titles(), rated: RatedBooks(ratings))
    try ModelFolder.write(recommender, to: folder)
    if let report {
      let run = try RunReport(
        folder: runFolder, recommender: recommender, test: testing.testRatings, threads: threads)
      try AtomicFile.write(try run.html(folder: runFolder).utf8, to: report)
    }
    try output.finish(
      FinishedEvent(
        model: folder, epochs: configuration.epochs,
        seconds: (ContinuousClock.now - started).seconds,
        ratingsPerSecond: log.ratingsPerSecond, metrics: metrics),
      bestEpoch: model.bestEpoch, baselines: testing.baselines())
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
