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
  /// The strength of L2 regularization.
  ///
  /// The loss is the mean of squared errors + l2 / (2 √n) · the sum of squared weights and embeddings, for n
  /// training ratings. Scaled so, one value suits data of any size: on 38 thousand, 227 thousand and a
  /// million training ratings the best values of l2 · √n lay at about 60, 200 and 400. It takes the
  /// place of `OptimizerConfiguration.l2`.
  ///
  /// The default is 0.42.
  public var l2 = 0.42
  /// How often every rating is seen.
  ///
  /// The default is 20.
  public var epochs = 20
  /// The number of ratings of a step.
  ///
  /// The default is 512.
  public var batchSize = 512
  /// What initial weights, the order of ratings and dropout depend on.
  ///
  /// The default is 0.
  public var seed: UInt64 = 0
  /// The share of the first learning rate that the last step has; steps between lie on a line.
  ///
  /// The default is 0.01.
  public var finalRateShare = 0.01

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

  /// The optimizer for `count` training ratings, with every default filled in.
  ///
  /// SGD's embeddings learn 0.2 × the batch size times as fast as its dense layers: the loss is a mean over
  /// the batch of which a row meets few ratings, and so each rating moves its rows by the same amount
  /// whatever the batch size, up to 1024. Decay takes at most half of a weight in a step.
  func optimizer(forRatings count: Int) -> OptimizerConfiguration {
    var optimizer = optimizer
    if optimizer.kind == .sgd, optimizer.embeddingLearningRate == nil {
      let rows = min(batchSize, count, Self.largestScaledBatch)
      optimizer.embeddingLearningRate = optimizer.denseRate * 0.2 * Double(rows)
    }
    let largestRate = max(optimizer.denseRate, optimizer.embeddingRate)
    optimizer.l2 = min(l2 / Double(count).squareRoot(), 0.5 / largestRate)
    return optimizer
  }

  private static let largestScaledBatch = 1024

  /// The factor on the learning rates at step `step` of `total`, counted from 0.
  public func rateFactor(atStep step: Int, of total: Int) -> Double {
    guard total > 1 else { return 1 }
    return 1 + (finalRateShare - 1) * Double(step) / Double(total - 1)
  }
}
