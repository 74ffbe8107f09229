import Foundation
import Octavo
import Support

/// What `train` says while it works and when it is done.
struct TrainingOutput {
  let format: PlainFormat
  /// Whether this training is one of several, and its result is printed with theirs.
  var isOfPart = false

  /// Says what will be trained on.
  func begin(_ material: DividedDataset) {
    let parts = material.parts
    let tests = material.tests?.rows.count ?? parts.test.count
    let given = parts.given.isEmpty ? "" : "\(parts.given.count.grouped) given, "
    printError(
      """
      data: \(material.data)
      parts: \(parts.train.count.grouped) to train, \(parts.validation.count.grouped) to validate, \
      \(given)\(tests.grouped) to test
      """)
  }

  /// Says what takes a while now, so that nobody takes silence for a standstill.
  func stage(_ what: String) { printError(what) }

  /// Says what histories are compared by.
  func encoded(_ summary: EncodingSummary) {
    let weights = summary.weights.map { "\($0.term) \(fixed(Double($0.weight), 2))" }
    printError(
      "histories: likeness of books by \(weights.joined(separator: ", ")); "
        + "\(summary.features) features of a pair")
    guard !summary.readerEffects.isEmpty else { return }
    let effects = summary.readerEffects.map { "\($0.attribute) \(fixed(Double($0.deviation), 3))" }
    printError("readers' columns move expected ratings by \(effects.joined(separator: ", "))")
  }

  /// Says where a resumed run goes on.
  func resume(from checkpoint: TrainingCheckpoint?) {
    guard let checkpoint else {
      return printError("stopped before the first checkpoint: begins at the beginning")
    }
    let progress = checkpoint.manifest.progress
    printError(
      """
      goes on from \(checkpoint.path): \(progress.finishedEpochs) epochs and \
      \(progress.position.grouped) ratings are done
      """)
  }

  /// Says why there are fewer epochs than planned.
  func patienceEnded(_ patience: Int, afterEpoch epoch: Int, of epochs: Int) {
    printError(
      "patience: ends after epoch \(epoch) of \(epochs), \(patience) in a row without a lower validation "
        + "error")
  }

  /// Says that there is nothing to go on with.
  func isFinished(_ run: FinishedRun, _ folder: RunFolder) throws {
    guard !isOfPart else { return printError("is finished") }
    printError(
      "\(folder.place): is finished (epoch \(run.bestEpoch) of \(run.epochs)); --epochs with a larger number "
        + "trains it longer")
    guard format == .json else { return }
    var event = run
    event.model = folder.finalModel
    try StandardStream.writeOutput(try line(of: event))
  }

  /// Says that the ratings were overfitted.
  func overfit(_ mse: Double, target: Double) {
    printError("learned by heart: training MSE \(fixed(mse, 4)), below \(target)")
  }

  /// Says how an epoch went.
  func epoch(_ report: Epoch, of epochs: Int) throws {
    guard format == .text || isOfPart else {
      return try StandardStream.writeOutput(try jsonLine(EpochEvent(report)) + "\n")
    }
    printError(
      "epoch \(report.epoch)/\(epochs): \(report.outcome), "
        + "\(Int(report.ratingsPerSecond).grouped) ratings/s")
  }

  /// Says how long each part took.
  func phases(_ phases: [FinishedRun.Record.Phase]) {
    let words = phases.map { "\($0.name) \(fixed($0.seconds, 1))" }
    stage("time: \(words.joined(separator: ", ")) s")
  }

  /// Says what was written beside the model, and what comes next.
  ///
  /// - Parameter model: The model's folder; nil for a model without lists.
  func next(model: String?, report: String?) {
    guard !isOfPart else { return }
    if let report { stage("page: \(report)") }
    if let model { stage("next: octavo recommend --model \(model) --page try.html") }
  }

  /// The last line of JSON: what does not differ from one day or machine to another.
  private func line(of run: FinishedRun) throws -> String {
    var event = run
    event.record = nil
    return try jsonLine(event) + "\n"
  }

  /// Prints the result.
  func finish(_ event: FinishedRun) throws {
    guard !isOfPart else {
      let error = event.test.map { ", test RMSE \(fixed($0.rmse, 4))" } ?? ""
      return printError("epoch \(event.bestEpoch) of \(event.epochs)\(error)")
    }
    guard format == .text else {
      return try StandardStream.writeOutput(try line(of: event))
    }
    var lines = [
      "model: \(event.model) (epoch \(event.bestEpoch) of \(event.epochs)), \(fixed(event.seconds, 1)) s"
    ]
    if event.bestEpoch == 0 {
      lines.append(
        "  no epoch predicts validation ratings better than the readers' histories alone,")
      lines.append("  which are kept")
    }
    if let test = event.test {
      var table = TextTable([
        "test error on \(test.count.grouped) ratings", "RMSE", "MSE", "MAE",
      ])
      for (name, metrics) in [("this model", test)] + event.baselines.map({ ($0.name, $0.errors) })
      {
        table.append(["  " + name] + [metrics.rmse, metrics.mse, metrics.mae].map { fixed($0, 4) })
      }
      lines += table.lines(indent: 0)
      if let count = event.testPairsInTraining, count > 0 {
        lines.append("  \(DividedDataset.words(ofTestPairsInTraining: count, of: test.count))")
      }
    }
    try StandardStream.writeOutput(lines.joined(separator: "\n") + "\n")
  }
}
