public import Interactions
public import Training

/// What a training is: with other options or data it is another one.
public struct RunIdentity: Sendable, Codable, Equatable {
  /// The options of the training.
  public var training: TrainingConfiguration
  /// How the ratings are divided.
  public var split: SplitConfiguration
  /// The ratings.
  public var data: Fingerprint

  /// A training of these parts.
  public init(training: TrainingConfiguration, split: SplitConfiguration, data: Fingerprint) {
    (self.training, self.split, self.data) = (training, split, data)
  }
}
