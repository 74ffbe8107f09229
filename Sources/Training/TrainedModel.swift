import BookData
import Features
import Kernels
import Networks
import Parallelism

/// The outcome of a training: all that predictions need.
package struct TrainedModel: Sendable {
  /// What makes a hybrid network's inputs; nil for a plain one.
  package var encoder: FeatureEncoder?
  /// The network, with one more row in each table for readers and books never trained.
  package let network: RatingNetwork
  /// The range that predictions are clipped to.
  package let range: RatingRange
  /// The mean of the training ratings: the answer where neither reader nor book is known.
  package let mean: Float
  /// The epoch that the network is from, counted from 1; 0 where the readers' histories alone predicted
  /// validation ratings better than after every epoch, and the network adds nothing to them.
  package let bestEpoch: Int

  /// A model of these parts.
  ///
  /// - Parameter encoder: What makes a hybrid network's inputs. The default is nil.
  package init(
    network: RatingNetwork, range: RatingRange, mean: Float, bestEpoch: Int,
    encoder: FeatureEncoder? = nil
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
  /// An index equal to the number of readers or books stands for an unknown one, which counts as the average
  /// reader or book; where both are unknown the answer is the mean.
  ///
  /// - Parameter threads: How many threads work; the result does not depend on it.
  package func predictions(
    _ pairs: [(reader: UInt32, book: UInt32)], readers: Int, books: Int, threads: Int
  ) -> [Float] {
    predictionsWithOffsets(pairs, readers: readers, books: books, threads: threads).predictions
  }

  /// As ``predictions(_:readers:books:threads:)``, and what a hybrid network adds its part to: baseline and
  /// kernel alone, clipped.
  package func predictionsWithOffsets(
    _ pairs: [(reader: UInt32, book: UInt32)], readers: Int, books: Int, threads: Int
  ) -> (predictions: [Float], offsets: [Float]) {
    var (all, offsets) = ([Float](), [Float]())
    for start in stride(from: 0, to: pairs.count, by: Self.pairsAtOnce) {
      let part = Array(pairs[start..<min(start + Self.pairsAtOnce, pairs.count)])
      let inputs = encoder?.inputs(for: part, threads: threads)
      offsets += (inputs?.offsets.values ?? []).map(range.clip)
      all += zip(unclipped(part, inputs, threads: threads), part).map { prediction, pair in
        let areUnknown = Int(pair.reader) == readers && Int(pair.book) == books
        return areUnknown ? mean : range.clip(prediction)
      }
    }
    return (all, offsets)
  }

  /// So many that a reader's pairs are mostly together, so few that their inputs take little memory.
  private static let pairsAtOnce = 1 << 18
  private static let pairsPerTask = 4096

  private func unclipped(
    _ pairs: [(reader: UInt32, book: UInt32)], _ inputs: SideFeatures?, threads: Int
  ) -> [Float] {
    let tasks = (pairs.count + Self.pairsPerTask - 1) / Self.pairsPerTask
    return Parallel.map(tasks, threads: threads) { task in
      let start = task * Self.pairsPerTask
      return network.predictions(
        Array(pairs[start..<min(start + Self.pairsPerTask, pairs.count)]), inputs: inputs,
        firstRow: start)
    }.flatMap { $0 }
  }
}
