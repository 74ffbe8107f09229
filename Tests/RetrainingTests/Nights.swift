import Foundation
import Kernels
import Logging
import Parallelism
import Support
import Synchronization
import Testing
import Training

@testable import Retraining

/// A service in a folder of its own, night after night.
final class Nights: Sendable {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("nights-\(UUID().uuidString)").path

  /// A rating as a file has it.
  struct Row {
    var reader: Int
    var book: Int
    var rating: Int
  }

  init() throws {
    try FileManager.default.createDirectory(
      atPath: folder + "/data", withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  var store: ModelStore { ModelStore(folder + "/models") }

  /// Readers who like every other book, in the order of time; later ones have larger ids.
  static func rows(readers: Int = 80, books: Int = 40, seed: UInt64 = 1) -> [Row] {
    var generator = SeededGenerator(seed: seed)
    var rows: [Row] = []
    for reader in 0..<readers {
      for book in 0..<books where generator.uniform() < 0.6 {
        let likes = reader % 2 == book % 2
        let rating =
          likes ? (generator.uniform() < 0.7 ? 5 : 4) : (generator.uniform() < 0.7 ? 1 : 2)
        rows.append(Row(reader: 3 * reader, book: 10 * book, rating: rating))
      }
    }
    // New readers come in the middle of the vocabulary, too.
    rows.shuffle(using: &generator)
    return rows
  }

  /// Replaces the ratings.
  func write(_ rows: [Row]) throws {
    let lines = rows.map { "\($0.reader),\($0.book),\($0.rating)\n" }
    try AtomicFile.write(
      ("user_id,book_id,rating\n" + lines.joined()).utf8, to: folder + "/data/ratings.csv")
  }

  /// A small plain network, quick to train.
  func configuration(
    _ change: (inout RetrainingConfiguration) -> Void = { _ in }
  ) -> RetrainingConfiguration {
    var configuration = RetrainingConfiguration()
    configuration.data.folder = folder + "/data"
    configuration.models.folder = folder + "/models"
    configuration.training = TrainingConfiguration(.plain)
    configuration.training.network.embeddingDimension = 4
    configuration.training.network.hidden = [8]
    configuration.training.optimizer.kind = .adam
    configuration.training.optimizer.learningRate = 0.02
    configuration.training.batchSize = 64
    configuration.training.epochs = 12
    configuration.threadCount.wished = 1
    configuration.warmStart.epochs = 2
    configuration.gate.resamples = 200
    // The nights of these tests are for the machinery; the gate has tests of its own.
    configuration.gate.margin = 10
    (configuration.gate.coldReadersMargin, configuration.gate.rareBooksMargin) = (10, 10)
    configuration.gate.lowRatingsMargin = 10
    change(&configuration)
    return configuration
  }

  private let lines = Mutex<[String]>([])

  /// What the last run told the log.
  var log: String { lines.withLock { $0.joined() } }

  /// Runs the job.
  @discardableResult
  func run(
    accepting acceptsData: Bool = false, at date: Date = Date(),
    _ change: (inout RetrainingConfiguration) -> Void = { _ in }
  ) -> RetrainingResult {
    lines.withLock { $0 = [] }
    let log = Logger(label: "test") { _ in
      LineLog(.text) { line in self.lines.withLock { $0.append(line) } }
    }
    return RetrainingJob(configuration(change), acceptsData: acceptsData, log: log).run(at: date)
  }

  /// Runs the job, which must promote.
  @discardableResult
  func promote(
    at date: Date = Date(), _ change: (inout RetrainingConfiguration) -> Void = { _ in },
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Judgement {
    let result = run(at: date, change)
    try #require(
      result.error == nil, "\(String(describing: result.error))", sourceLocation: sourceLocation)
    let judgement = try #require(result.record.judgement, sourceLocation: sourceLocation)
    try #require(judgement.isPromoted, "\(judgement.objections)", sourceLocation: sourceLocation)
    return judgement
  }

  /// The bytes of a file of the model in service.
  func contents(_ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: store.currentPath + "/" + name))
  }

  /// Whether there is a file of this name.
  func has(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: folder + "/" + name)
  }
}
