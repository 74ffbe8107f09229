import Training

/// Ends a training after the step during which a signal came.
final class InterruptionWatch: TrainingCallback {
  func stepEnds(_ run: TrainingRun) -> Verdict {
    Interruption.signal == nil ? .goOn : .interrupt
  }
}
