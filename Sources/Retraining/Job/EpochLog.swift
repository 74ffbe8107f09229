import Logging
import Training

/// Tells the log of every epoch.
final class EpochLog: TrainingCallback {
  private let log: Logger

  init(_ log: Logger) { self.log = log }

  func epochEnds(_ report: EpochReport, _ run: TrainingRun) -> Verdict {
    var details: Logger.Metadata = [
      "epoch": .stringConvertible(report.epoch), "train_mse": .stringConvertible(report.trainMSE),
      "seconds": .stringConvertible(report.seconds),
    ]
    if let validation = report.validation {
      details["validation_mse"] = .stringConvertible(validation.mse)
    }
    log.info("epoch is over", metadata: details)
    return .goOn
  }
}
