import Foundation
import Support
import Training

/// Keeps `metrics.jsonl`, a line for each epoch, and the speed of all of them.
package final class MetricsLog: StatefulCallback {
  package let name = "metrics"
  package var state = Totals()

  private let path: String
  private var lines: [String] = []

  /// All epochs so far.
  package struct Totals: Codable, Sendable {
    var ratings = 0.0
    var seconds = 0.0
  }

  package init(folder: String) { path = folder + "/metrics.jsonl" }

  /// Training ratings for each second of all epochs so far.
  package var ratingsPerSecond: Double { state.seconds > 0 ? state.ratings / state.seconds : 0 }

  /// The number of epochs so far.
  package var epochs: Int { lines.count }

  /// Keeps the lines of the epochs that a checkpoint holds; those after it will come again.
  package func trainingBegins(_ run: TrainingRun) throws {
    let kept = run.progress.finishedEpochs
    guard kept > 0, try FileStatus.exists(path) else {
      return try AtomicFile.write([], to: path)
    }
    let text = String(decoding: try InputFile.contents(of: path), as: UTF8.self)
    lines = text.split(separator: "\n").prefix(kept).map(String.init)
    try write()
  }

  package func epochEnds(_ report: Epoch, _ run: TrainingRun) throws -> Verdict {
    state.ratings += report.ratingsPerSecond * report.seconds
    state.seconds += report.seconds
    lines.append(try jsonLine(EpochEvent(report)))
    try write()
    return .continue
  }

  /// The file is replaced whole.
  private func write() throws {
    try AtomicFile.write((lines.joined(separator: "\n") + "\n").utf8, to: path)
  }
}
