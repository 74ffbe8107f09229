import Kernels
import Support
import Training

/// Writes what TensorBoard shows: `events.out.tfevents.*` in the run's folder, and in two folders below it, whose
/// errors of one tag stand in one chart.
package final class TensorBoardLog: StatefulCallback {
  package let name = "tensorboard"
  package var state = Window()

  private let folder: String
  private let stepsPerEntry: Int
  private let options: String
  private let hyperparameters: Hyperparameters
  private var files: Files?
  private var started = ContinuousClock.now

  /// The steps since the last entry.
  package struct Window: Codable, Sendable {
    var squaredError = 0.0
    var count = 0
  }

  /// One file for each run as TensorBoard understands it.
  private struct Files {
    let run: EventFile
    let train: EventFile
    let validation: EventFile

    var all: [EventFile] { [run, train, validation] }
  }

  /// The runs below that of the folder.
  private static let parts = ["train", "validation"]

  /// Writes into `folder` after every `stepsPerEntry` steps and every epoch.
  ///
  /// - Parameters:
  ///   - options: All of them, as Markdown.
  ///   - hyperparameters: Those that are compared.
  init(
    folder: String, stepsPerEntry: Int, options: String, hyperparameters: Hyperparameters
  ) {
    (self.folder, self.stepsPerEntry) = (folder, stepsPerEntry)
    (self.options, self.hyperparameters) = (options, hyperparameters)
  }

  /// Removes what earlier trainings wrote into `folder`.
  ///
  /// - Throws: `FileError`.
  static func removeFiles(in folder: String) throws {
    for folder in [folder] + parts.map({ folder + "/" + $0 })
    where try FileStatus.exists(folder) {
      for name in try Folder.names(in: folder) where EventFile.isName(name) {
        try Folder.remove(folder + "/" + name)
      }
    }
  }

  package func trainingBegins(_ run: TrainingRun) throws {
    let parts = try Self.parts.map { name in
      try Folder.create(folder + "/" + name)
      return try EventFile(folder: folder + "/" + name)
    }
    let files = Files(run: try EventFile(folder: folder), train: parts[0], validation: parts[1])
    for file in files.all {
      // What an earlier process wrote of later steps never happened.
      file.append(.start, step: run.stepCount == 0 ? 0 : run.stepCount + 1)
    }
    if run.stepCount == 0 {
      files.run.append(.text(tag: "options", options), step: 0)
      files.run.appendStart(of: hyperparameters)
    }
    for file in files.all { try file.flush() }
    self.files = files
    started = .now
  }

  package func stepEnds(_ run: TrainingRun) throws -> Verdict {
    state.squaredError += run.lastStepMSE * Double(run.lastStepCount)
    state.count += run.lastStepCount
    if run.stepCount % stepsPerEntry == 0 { try logWindow(run) }
    return .continue
  }

  package func epochEnds(_ report: Epoch, _ run: TrainingRun) throws -> Verdict {
    guard let files else { return .continue }
    let (file, step) = (files.run, run.stepCount)
    files.train.append(.scalar(tag: "epoch/mse", report.trainMSE), step: step)
    if let validation = report.validation {
      files.validation.append(.scalar(tag: "epoch/mse", validation.mse), step: step)
    }
    file.append(.scalar(tag: "epoch/learning_rate", report.learningRate), step: step)
    file.append(.scalar(tag: "epoch/ratings_per_second", report.ratingsPerSecond), step: step)
    for (tag, values) in numbers(of: run) {
      file.append(.histogram(tag: tag, Histogram(Self.thinned(values))), step: step)
    }
    for file in files.all { try file.flush() }
    return .continue
  }

  package func trainingEnds(_ run: TrainingRun) throws {
    for file in files?.all ?? [] { try file.flush() }
  }

  private func logWindow(_ run: TrainingRun) throws {
    let now = ContinuousClock.now
    let seconds = (now - started).seconds
    let step = run.stepCount
    files?.run.append(
      .scalar(tag: "step/train_mse", state.squaredError / Double(state.count)), step: step)
    files?.run.append(.scalar(tag: "step/learning_rate", run.learningRate), step: step)
    files?.run.append(
      .scalar(tag: "step/ratings_per_second", Double(state.count) / seconds), step: step)
    try files?.run.flush()
    (state, started) = (Window(), now)
  }

  /// How many numbers show a distribution well enough.
  private static let enough = 1 << 17

  /// Some of the values at even distances, so that histograms of large tables cost next to nothing.
  ///
  /// The distance is odd: it must not fall into step with the columns of a table.
  private static func thinned(_ values: [Float]) -> [Float] {
    guard values.count > enough else { return values }
    return stride(from: 0, to: values.count, by: values.count / enough | 1).map { values[$0] }
  }

  /// What histograms are made of, by the names of tensors in models.
  private func numbers(of run: TrainingRun) -> [(tag: String, values: [Float])] {
    let network = run.network
    func embeddings(_ table: EmbeddingTable) -> [Float] {
      let weights = Matrix(rows: table.rows, columns: table.dimension)
      table.copyWeights(to: weights)
      return weights.values
    }
    func layers(_ kind: String, _ block: Matrix) -> [(tag: String, values: [Float])] {
      network.namedLayers(of: block).map { ("\(kind)/\($0.name)", $0.part.values) }
    }
    let weights =
      [
        ("weights/readers.embedding", embeddings(network.readers)),
        ("weights/books.embedding", embeddings(network.books)),
      ] + layers("weights", network.parameters)
    guard let gradients = run.gradients else { return weights }
    return weights + [
      ("gradients/readers.embedding", gradients.readers),
      ("gradients/books.embedding", gradients.books),
    ] + layers("gradients", gradients.dense)
  }
}
