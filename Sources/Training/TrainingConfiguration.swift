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
    try network.validate()
    try optimizer.validate()
  }

  /// The factor on the learning rates at step `step` of `total`, counted from 0.
  public func rateFactor(atStep step: Int, of total: Int) -> Double {
    guard total > 1 else { return 1 }
    return 1 + (finalRateShare - 1) * Double(step) / Double(total - 1)
  }
}
