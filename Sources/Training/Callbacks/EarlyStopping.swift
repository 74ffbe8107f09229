/// Ends a training when several epochs in a row brought no lower error.
///
/// The model of a training is always its best one, so nothing needs to be restored.
package final class EarlyStopping: StatefulCallback {
  /// The name in checkpoints.
  package let name = "early-stopping"
  /// The lowest error so far and the epochs since.
  package var state = ErrorWatch()
  private let patience: Int
  private let minimumChange: Double

  /// Ends after `patience` idle epochs.
  package init(patience: Int, _ configuration: TrainingConfiguration) {
    self.patience = patience
    minimumChange = configuration.minimumChange
  }

  /// Stops when patience is at its end.
  package func epochEnds(_ report: Epoch, _ run: TrainingRun) -> Verdict {
    state.observe(report.monitoredMSE, minimumChange: minimumChange)
    return state.idleEpochs >= patience ? .stop : .continue
  }
}

/// The lowest error so far and the number of epochs since.
package struct ErrorWatch: Sendable, Codable, Equatable {
  /// The lowest error; nil before the first number.
  package private(set) var lowest: Double?
  /// How many epochs in a row were not lower by the minimum change.
  package private(set) var idleEpochs = 0

  /// Has seen nothing.
  package init() {}

  /// Looks at an epoch's error; one that is not a number counts as no lower.
  package mutating func observe(_ error: Double, minimumChange: Double) {
    let isLower = lowest.map { error < $0 - minimumChange } ?? !error.isNaN
    idleEpochs = isLower ? 0 : idleEpochs + 1
    if isLower { lowest = error }
  }

  /// Forgets the idle epochs.
  package mutating func rest() { idleEpochs = 0 }
}
