/// Keeps the state that goes with a training's best model, for a later training to start from.
public final class StateKeeper: TrainingCallback {
  /// The state after the best epoch so far; nil before the first is over.
  public private(set) var state: TrainingState?

  /// Keeps nothing yet.
  public init() {}

  /// Keeps the state of a better epoch.
  public func epochEnds(_ report: EpochReport, _ run: TrainingRun) -> Verdict {
    if report.isBest { state = run.state }
    return .continue
  }
}
