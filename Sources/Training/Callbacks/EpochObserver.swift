/// Calls a closure after every epoch.
final class EpochObserver: TrainingCallback {
  private let onEpoch: (EpochReport) throws -> Void

  init(_ onEpoch: @escaping (EpochReport) throws -> Void) { self.onEpoch = onEpoch }

  func epochEnds(_ report: EpochReport, _ run: TrainingRun) throws -> Verdict {
    try onEpoch(report)
    return .goOn
  }
}
