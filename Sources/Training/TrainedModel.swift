public import Models

/// The outcome of a training: all that predictions need.
public struct TrainedModel: Sendable {
  /// The network, with one more row in each table for readers and books never trained.
  public let network: RatingNetwork
  /// The range that predictions are clipped to.
  public let range: RatingRange
  /// The mean of the training ratings: the answer where neither reader nor book is known.
  public let mean: Float
  /// The epoch that the network is from, counted from 1.
  public let bestEpoch: Int
}
