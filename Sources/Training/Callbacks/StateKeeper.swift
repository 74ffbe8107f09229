/// Keeps the state that goes with a training's best model, for a later training to start from.
package final class StateKeeper: TrainingCallback {
  /// The state after the best epoch so far; nil before the first is over.
  package private(set) var state: TrainingState?

  /// Keeps nothing yet.
  package init() {}

  /// Keeps the state of a better epoch.
  package func epochEnds(_ report: Epoch, _ run: TrainingRun) -> Verdict {
    if report.isBest { state = run.state }
    return .continue
  }
}
