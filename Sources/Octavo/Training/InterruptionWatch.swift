import Training

/// Ends a training after the step during which a signal came.
package final class InterruptionWatch: TrainingCallback {
  /// Watches for the signals that ``Interruption`` notes.
  package init() {}

  /// Interrupts once a signal came.
  package func stepEnds(_ run: TrainingRun) -> Verdict {
    Interruption.signal == nil ? .continue : .interrupt
  }
}
