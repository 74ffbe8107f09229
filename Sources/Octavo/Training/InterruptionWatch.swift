public import Training

/// Ends a training after the step during which a signal came.
public final class InterruptionWatch: TrainingCallback {
  /// Watches for the signals that ``Interruption`` notes.
  public init() {}

  /// Interrupts once a signal came.
  public func stepEnds(_ run: TrainingRun) -> Verdict {
    Interruption.signal == nil ? .continue : .interrupt
  }
}
