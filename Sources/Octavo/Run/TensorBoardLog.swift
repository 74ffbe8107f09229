import Kernels
import Support
import Training

/// Writes what TensorBoard shows: `events.out.tfevents.*` in the run's folder.
package final class TensorBoardLog: StatefulCallback {
  package let name = "tensorboard"
  package var state = Window()

  private let folder: String
  private let stepsPerEntry: Int
  private let options: String
  private var file: EventFile?
  private var started = ContinuousClock.now

  /// The steps since the last entry.
  package struct Window: Codable, Sendable {
    var squaredError = 0.0
    var count = 0
  }

  /// Writes into `folder` after every `stepsPerEntry` steps and every epoch; `options` are Markdown.
  package init(folder: String, stepsPerEntry: Int, options: String) {
    self.folder = folder
    self.stepsPerEntry = stepsPerEntry
    self.options = options
  }

  package func trainingBegins(_ run: TrainingRun) throws {
    let file = try EventFile(folder: folder)
    // What an earlier process wrote of later steps never happened.
    file.append(.start, step: run.stepCount == 0 ? 0 : run.stepCount + 1)
    if run.stepCount == 0 { file.append(.text(tag: "options", options), step: 0) }
    try file.flush()
    self.file = file
    started = .now
  }

  package func stepEnds(_ run: TrainingRun) throws -> Verdict {
    state.squaredError += run.lastStepMSE * Double(run.lastStepCount)
    state.count += run.lastStepCount
    if run.stepCount % stepsPerEntry == 0 { try logWindow(run) }
    return .continue
  }

  package func epochEnds(_ report: EpochReport, _ run: TrainingRun) throws -> Verdict {
    guard let file else { return .continue }
    let step = run.stepCount
    file.append(.scalar(tag: "epoch/train_mse", report.trainMSE), step: step)
    if let validation = report.validation {
      file.append(.scalar(tag: "epoch/validation_mse", validation.mse), step: step)
    }
    file.append(.scalar(tag: "epoch/learning_rate", report.learningRate), step: step)
    file.append(.scalar(tag: "epoch/ratings_per_second", report.ratingsPerSecond), step: step)
    for (tag, values) in numbers(of: run) {
      file.append(.histogram(tag: tag, Histogram(Self.thinned(values))), step: step)
    }
    try file.flush()
    return .continue
  }

  package func trainingEnds(_ run: TrainingRun) throws { try file?.flush() }

  private func logWindow(_ run: TrainingRun) throws {
    let now = ContinuousClock.now
    let seconds = (now - started).seconds
    let step = run.stepCount
    file?.append(
      .scalar(tag: "step/train_mse", state.squaredError / Double(state.count)), step: step)
    file?.append(.scalar(tag: "step/learning_rate", run.learningRate), step: step)
    file?.append(
      .scalar(tag: "step/ratings_per_second", Double(state.count) / seconds), step: step)
    try file?.flush()
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
    let gradients = run.gradients
    func embeddings(_ table: EmbeddingTable) -> [Float] {
      let weights = Matrix(rows: table.rows, columns: table.dimension)
      table.copyWeights(to: weights)
      return weights.values
    }
    func layers(_ kind: String, _ block: Matrix) -> [(tag: String, values: [Float])] {
      network.namedLayers(of: block).map { ("\(kind)/\($0.name)", $0.part.values) }
    }
    return [
      ("weights/readers.embedding", embeddings(network.readers)),
      ("weights/books.embedding", embeddings(network.books)),
      ("gradients/readers.embedding", gradients.readers),
      ("gradients/books.embedding", gradients.books),
    ] + layers("weights", network.parameters) + layers("gradients", gradients.dense)
  }
}
