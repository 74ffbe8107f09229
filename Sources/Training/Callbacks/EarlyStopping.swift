/// Ends a training when several epochs in a row brought no lower error.
///
/// The model of a training is always its best one, so nothing needs to be restored.
public final class EarlyStopping: StatefulCallback {
  /// The name in checkpoints.
  public let name = "early-stopping"
  /// The lowest error so far and the epochs since.
  public var state = ErrorWatch()
  private let patience: Int
  private let minimumChange: Double

  /// Ends after `patience` idle epochs.
  public init(patience: Int, _ configuration: TrainingConfiguration) {
    self.patience = patience
    minimumChange = configuration.minimumChange
  }

  /// Stops when patience is at its end.
  public func epochEnds(_ report: EpochReport, _ run: TrainingRun) -> Verdict {
    state.observe(report.monitoredMSE, minimumChange: minimumChange)
    return state.idleEpochs >= patience ? .stop : .continue
  }
}

/// The lowest error so far and the number of epochs since.
public struct ErrorWatch: Sendable, Codable, Equatable {
  /// The lowest error; nil before the first number.
  public private(set) var lowest: Double?
  /// How many epochs in a row were not lower by the minimum change.
  public private(set) var idleEpochs = 0

  /// Has seen nothing.
  public init() {}

  /// Looks at an epoch's error; one that is not a number counts as no lower.
  public mutating func observe(_ error: Double, minimumChange: Double) {
    let isLower = lowest.map { error < $0 - minimumChange } ?? !error.isNaN
    idleEpochs = isLower ? 0 : idleEpochs + 1
    if isLower { lowest = error }
  }

  /// Forgets the idle epochs.
  public mutating func rest() { idleEpochs = 0 }
}
