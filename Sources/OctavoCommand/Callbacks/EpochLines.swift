import Octavo

/// Tells of every epoch: a line on standard error, or an event on standard output.
final class EpochLines: TrainingCallback {
  private let output: TrainingOutput

  init(_ output: TrainingOutput) { self.output = output }

  func epochEnds(_ report: Epoch, _ run: TrainingRun) throws -> Verdict {
    try output.epoch(report, of: run.epochs)
    return .continue
  }
}
