import Training

/// Ends a training once it knows its few ratings by heart.
final class OverfitTarget: TrainingCallback {
  /// The mean squared error that shows it.
  static let error = 0.01

  /// Half of the error to reach, because the error after an epoch differs from that on the way.
  func epochEnds(_ report: EpochReport, _ run: TrainingRun) -> Verdict {
    report.trainMSE < Self.error / 2 ? .stop : .goOn
  }
}
