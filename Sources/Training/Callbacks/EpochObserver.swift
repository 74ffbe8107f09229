/// Calls a closure after every epoch.
package final class EpochObserver: TrainingCallback {
  private let onEpoch: (Epoch) throws -> Void

  package init(_ onEpoch: @escaping (Epoch) throws -> Void) { self.onEpoch = onEpoch }

  package func epochEnds(_ report: Epoch, _ run: TrainingRun) throws -> Verdict {
    try onEpoch(report)
    return .continue
  }
}
