import Support

/// Where a training stopped making sense.
public struct DivergenceError: Error, Equatable, CustomStringConvertible {
  /// The step that found it, counted from 1 over the whole training.
  package let step: Int
  /// The epoch of that step, from 1.
  package let epoch: Int
  /// The mean squared error of the step, or what else is not finite.
  package let found: String
  /// The error that no sound training reaches.
  package let limit: Double
  /// The learning rate of the step's dense layers.
  package let learningRate: Double
  /// The last checkpoint from before, where there is one.
  package var checkpoint: String?

  /// One sentence: what was found, what was expected and what would help.
  public var description: String {
    "step \(step) in epoch \(epoch): the training error is \(found), expected below \(limit.short) with the "
      + "learning rate \(learningRate.brief): a smaller learning rate may help; "
      + (checkpoint.map { "the last good checkpoint is \($0)" } ?? "there is no checkpoint before")
  }
}

extension DivergenceError {
  /// How many times the square of the ratings' range an error may be.
  ///
  /// A network that knows nothing stays below once; ten ranges beside the mark nothing comes back from.
  static let factor = 100.0
}
