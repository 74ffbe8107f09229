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

extension Duration {
  /// The duration in seconds.
  package var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
