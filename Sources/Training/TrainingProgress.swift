import Support

/// How a training came to its end.
package enum TrainingEnding: String, Sendable, Codable {
  /// All epochs were taken.
  case completed
  /// A callback found that more epochs would not help.
  case stoppedEarly
  /// Somebody wants to go on later.
  case interrupted
}

/// How far a training has come: all of its state that is neither weights nor optimizer.
///
/// There is no state of random generators: the order of an epoch is a function of seed and epoch, dropout
/// one of seed and step, and initial weights are drawn before the first step.
package struct TrainingProgress: Sendable, Codable, Equatable {
  /// The number of finished epochs.
  package internal(set) var finishedEpochs = 0
  /// How many ratings of the present epoch have been learned from.
  package internal(set) var position = 0
  /// The sum of squared errors over these ratings.
  package internal(set) var squaredError = 0.0
  /// How often the rates were lowered because a plateau was met.
  package internal(set) var rateReductions = 0
  /// What the schedule made of the learning rates at the last step.
  package internal(set) var rateFactor = 1.0
  /// The duration of the present epoch's steps so far, in seconds.
  package internal(set) var seconds = 0.0
  /// Whether a callback found that more epochs would not help.
  package internal(set) var isStoppedEarly = false
}

/// What happened in an epoch.
public struct EpochReport: Sendable, Codable, Equatable {
  /// The number of the epoch, from 1.
  public var epoch: Int
  /// The mean squared error of the training ratings as the epoch met them, not clipped.
  public var trainMSE: Double
  /// The error on the validation ratings after the epoch; nil without such ratings.
  public var validation: ErrorMetrics?
  /// The learning rate of the dense layers at the epoch's end.
  public var learningRate: Double
  /// Training ratings for each second of the epoch's steps.
  public var ratingsPerSecond: Double
  /// The duration of the epoch's steps in seconds.
  public var seconds: Double
  /// Whether this epoch's model is the best so far.
  public var isBest: Bool

  /// What tells whether learning goes on: the validation's mean squared error, or without validation
  /// ratings that of the training.
  public var monitoredMSE: Double { validation?.mse ?? trainMSE }
}

extension EpochReport: CustomStringConvertible {
  /// The epoch in one line: its number and errors, and whether its model is the best so far.
  public var description: String { "epoch \(epoch): \(outcome)" }

  /// What came of the epoch: its errors, with a star where its model is the best so far.
  package var outcome: String {
    let validation = validation.map { ", validation MSE \(fixed($0.mse, 4))" } ?? ""
    return "train MSE \(fixed(trainMSE, 4))\(validation)\(isBest ? " *" : "")"
  }
}

extension EpochReport {
  /// Whether this is the model to keep: without validation ratings the later one is; of two equal ones the
  /// earlier; one whose error is not a number never.
  func isBetter(than other: EpochReport) -> Bool {
    guard let mine = validation?.mse, let theirs = other.validation?.mse else { return true }
    return mine < theirs || (theirs.isNaN && !mine.isNaN)
  }
}

extension Duration {
  /// The duration in seconds.
  package var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
