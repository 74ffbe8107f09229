import Support

/// What happened in an epoch.
public struct Epoch: Sendable, Codable, Equatable {
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

extension Epoch: CustomStringConvertible {
  /// The epoch in one line: its number and errors, and whether its model is the best so far.
  public var description: String { "epoch \(epoch): \(outcome)" }

  /// What came of the epoch: its errors, with a star where its model is the best so far.
  package var outcome: String {
    let validation = validation.map { ", validation MSE \(fixed($0.mse, 4))" } ?? ""
    return "train MSE \(fixed(trainMSE, 4))\(validation)\(isBest ? " *" : "")"
  }
}

extension Epoch {
  /// Whether this is the model to keep: without validation ratings the later one is; of two equal ones the
  /// earlier; one whose error is not a number never.
  func isBetter(than other: Epoch) -> Bool {
    guard let mine = validation?.mse, let theirs = other.validation?.mse else { return true }
    return mine < theirs || (theirs.isNaN && !mine.isNaN)
  }
}
