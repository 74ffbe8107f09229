public import Layers
public import Models

/// Everything that decides what a training makes of its data.
///
/// The number of threads is not here: it changes how long a training takes and nothing else.
public struct TrainingConfiguration: Sendable, Codable, Equatable {
  /// The shape of the network.
  public var network = NetworkConfiguration()
  /// How parameters change.
  public var optimizer = OptimizerConfiguration()
  /// The strength of L2 regularization, in ratings. The default is 0.
  ///
  /// The loss is (the sum of squared errors + l2/2 · the sum of squared weights and embeddings) / the
  /// number of training ratings: a reader or book is pulled towards 0 as if by `l2` ratings that say so,
  /// whatever the size of the data. It takes the place of ``OptimizerConfiguration/l2``.
  public var l2 = 0.0
  /// How often every rating is seen. The default is 10.
  public var epochs = 10
  /// The number of ratings of a step. The default is 1024.
  public var batchSize = 1024
  /// What initial weights, the order of ratings and dropout depend on. The default is 0.
  public var seed: UInt64 = 0
  /// The share of the first learning rate that the last step has; steps between lie on a line.
  ///
  /// The default is 0.1.
  public var finalRateShare = 0.1

  /// The defaults.
  public init() {}

  /// Throws a sentence if a value makes no sense.
  ///
  /// - Throws: `ConfigurationError`.
  public func validate() throws(ConfigurationError) {
    try require((1...100_000).contains(epochs), "epochs", epochs, "1 to 100000")
    try require((1...1 << 22).contains(batchSize), "batch size", batchSize, "1 to 4194304")
    try require(
      finalRateShare >= 0 && finalRateShare <= 1, "final rate share", finalRateShare, "0 to 1")
    try require(l2 >= 0 && l2.isFinite, "l2", l2, "at least 0")
    try network.validate()
    try optimizer.validate()
  }

  /// The optimizer for `count` training ratings.
  ///
  /// - Throws: `ConfigurationError` if ``l2`` is too strong for so few.
  func optimizer(forRatings count: Int) throws(ConfigurationError) -> OptimizerConfiguration {
    var optimizer = optimizer
    optimizer.l2 = l2 / Double(count)
    let largest = max(optimizer.learningRate, optimizer.effectiveEmbeddingLearningRate)
    try require(
      optimizer.l2 * largest < 1, "l2", l2,
      "below \(count) training ratings / a learning rate of \(largest)")
    return optimizer
  }

  /// The factor on the learning rates at step `step` of `total`, counted from 0.
  public func rateFactor(atStep step: Int, of total: Int) -> Double {
    guard total > 1 else { return 1 }
    return 1 + (finalRateShare - 1) * Double(step) / Double(total - 1)
  }
}
