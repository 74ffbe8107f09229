public import Training

/// A model's errors, by the part of the data that they were measured on.
public struct Evaluation: Sendable, Equatable {
  /// On the ratings learned from.
  public var train: ErrorMetrics?
  /// On the ratings that the best epoch was chosen by; nil without such ratings.
  public var validation: ErrorMetrics?
  /// On ratings that the training never saw; nil without such ratings.
  public var test: ErrorMetrics?

  /// Errors by the names that `model.json` gives the parts.
  init(_ metrics: [String: ErrorMetrics]) {
    (train, validation, test) = (metrics["train"], metrics["validation"], metrics["test"])
  }
}
