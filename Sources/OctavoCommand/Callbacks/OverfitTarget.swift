import Octavo

/// Ends a training once it has overfitted its few ratings.
final class OverfitTarget: TrainingCallback {
  /// The mean squared error that shows it, of ratings from 1 to 5.
  private static let error = 0.01

  /// The mean squared error that shows it, of ratings of some scale.
  static func error(_ scale: RatingScale) -> Double {
    error * Double(scale.unit) * Double(scale.unit)
  }

  /// Half of the error to reach, because the error after an epoch differs from that on the way.
  func epochEnds(_ report: Epoch, _ run: TrainingRun) -> Verdict {
    report.trainMSE < Self.error(run.scale) / 2 ? .stop : .continue
  }
}
