/// Calls a closure after every epoch.
package final class EpochObserver: TrainingCallback {
  private let onEpoch: (EpochReport) throws -> Void

  package init(_ onEpoch: @escaping (EpochReport) throws -> Void) { self.onEpoch = onEpoch }

  package func epochEnds(_ report: EpochReport, _ run: TrainingRun) throws -> Verdict {
    try onEpoch(report)
    return .continue
  }
}
