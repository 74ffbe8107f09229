public import History
public import Models

/// The outcome of a training: all that predictions need.
public struct TrainedModel: Sendable {
  /// What makes a hybrid network's inputs; nil for a plain one.
  public var encoder: PairEncoder?
  /// The network, with one more row in each table for readers and books never trained.
  public let network: RatingNetwork
  /// The range that predictions are clipped to.
  public let range: RatingRange
  /// The mean of the training ratings: the answer where neither reader nor book is known.
  public let mean: Float
  /// The epoch that the network is from, counted from 1.
  public let bestEpoch: Int

  /// A model of these parts.
  ///
  /// - Parameter encoder: What makes a hybrid network's inputs. The default is nil.
  public init(
    network: RatingNetwork, range: RatingRange, mean: Float, bestEpoch: Int,
    encoder: PairEncoder? = nil
  ) {
    self.encoder = encoder
    self.network = network
    self.range = range
    self.mean = mean
    self.bestEpoch = bestEpoch
  }
}

extension TrainedModel {
  /// Predicted ratings, clipped to the range of the training ratings.
  ///
  /// An index equal to the number of readers or books stands for a stranger, who counts as the average
  /// reader or book; where both are strangers the answer is the mean.
  public func predictions(
    _ pairs: [(reader: UInt32, book: UInt32)], readers: Int, books: Int, threads: Int
  ) -> [Float] {
    let inputs = encoder?.inputs(for: pairs, threads: threads)
    return zip(network.predictions(pairs, inputs: inputs), pairs).map { prediction, pair in
      let areStrangers = Int(pair.reader) == readers && Int(pair.book) == books
      return areStrangers ? mean : range.clip(prediction)
    }
  }
}
