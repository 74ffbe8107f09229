import BookData
import Foundation
import Kernels
import Networks
import OctavoTestSupport
import Support
import Testing
import Training

/// A folder of its own for a test.
final class Scratch {
  let path = FileManager.default.temporaryDirectory
    .appendingPathComponent("training-\(UUID().uuidString)").path

  init() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// A small training on the checkerboard: 80 % to learn from, 20 % to validate.
struct SmallTraining {
  var configuration = TrainingConfiguration()
  var ratings = checkerboard(readers: 30, books: 20)
  var threads = 1

  init(_ change: (inout TrainingConfiguration) -> Void = { _ in }) {
    configuration.network.embeddingDimension = 4
    configuration.network.hidden = [8]
    configuration.network.dropout = 0.1
    configuration.optimizer.kind = .adam
    configuration.batchSize = 64
    configuration.epochs = 4
    configuration.l2 = 2
    change(&configuration)
  }

  var end: Int { ratings.rows.count * 4 / 5 }

  var origin: TrainingOrigin {
    TrainingOrigin(data: Fingerprint(ratings, threads: 1), split: SplitConfiguration())
  }

  func run(
    _ callbacks: [any TrainingCallback] = [], from checkpoint: TrainingCheckpoint? = nil
  ) throws -> TrainingResult {
    try Trainer(configuration, threads: threads).train(
      ratings, training: 0..<end, validation: end..<ratings.rows.count, callbacks: callbacks,
      from: checkpoint)
  }

  /// Runs until the end or `lastStep`, with a checkpoint there, whose path is returned.
  func checkpoint(atStep lastStep: Int, in folder: String) throws -> String {
    let store = CheckpointStore(folder: folder, keep: 1)
    let saving = ModelCheckpoint(store: store, interval: .steps(.max), origin: origin) { _ in }
    _ = try run([Interrupter(after: lastStep), saving])
    return try #require(saving.latest)
  }
}

/// Interrupts a training after some step.
final class Interrupter: TrainingCallback {
  private let step: Int

  init(after step: Int) { self.step = step }

  func stepEnds(_ run: TrainingRun) -> Verdict { run.stepCount >= step ? .interrupt : .continue }
}

/// Notes what it is told.
final class Recorder: TrainingCallback {
  private(set) var reports: [Epoch] = []
  private(set) var rates: [Double] = []
  private(set) var losses: [Double] = []

  func stepEnds(_ run: TrainingRun) -> Verdict {
    rates.append(run.progress.rateFactor)
    losses.append(run.lastStepMSE)
    return .continue
  }

  func epochEnds(_ report: Epoch, _ run: TrainingRun) -> Verdict {
    reports.append(report)
    return .continue
  }
}
