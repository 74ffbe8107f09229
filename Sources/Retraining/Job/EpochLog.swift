import Logging
import Octavo

/// Tells the log of every epoch.
final class EpochLog: TrainingCallback {
  private let log: Logger

  init(_ log: Logger) { self.log = log }

  func epochEnds(_ report: Epoch, _ run: TrainingRun) -> Verdict {
    var details: Logger.Metadata = [
      "epoch": .stringConvertible(report.epoch), "train_mse": .number(report.trainMSE),
      "seconds": .number(report.seconds),
    ]
    if let validation = report.validation {
      details["validation_mse"] = .number(validation.mse)
    }
    log.info("epoch is over", metadata: details)
    return .continue
  }
}

extension Logger.MetadataValue {
  /// A number with six digits after the point: enough for people, and for programs that watch.
  static func number(_ value: Double) -> Self {
    .stringConvertible((value * 1e6).rounded() / 1e6)
  }
}
