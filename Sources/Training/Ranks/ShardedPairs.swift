import BookData
import Kernels
import Networks
import Parallelism

/// Ratings in the order in which they are predicted where readers cut batches: shard by shard.
///
/// A prediction's last bits depend on the pairs beside it in a product, so these must be the same wherever the shard is.
struct ShardedPairs: Sendable {
  /// The numbers of the ratings, shard by shard; those of a shard in their own order.
  let order: [Int]
  private let tasks: [Range<Int>]

  private static let pairsPerTask = 4096

  /// - Parameter shardOfRating: The shard of each rating.
  init(_ shardOfRating: [UInt32], shards: Int) {
    var places = GroupPlaces(shardOfRating, groups: shards)
    let starts = places.offsets
    var order = [Int](repeating: 0, count: shardOfRating.count)
    for (rating, shard) in shardOfRating.enumerated() { order[places.place(in: shard)] = rating }
    self.order = order
    tasks = zip(starts, starts.dropFirst()).flatMap { start, end in
      stride(from: start, to: end, by: Self.pairsPerTask).map {
        $0..<min($0 + Self.pairsPerTask, end)
      }
    }
  }

  /// The predictions of a network, not clipped, in the order of ``order``.
  ///
  /// - Parameters:
  ///   - inputs: What a hybrid network is told of the ratings; nil for a plain one.
  ///   - first: The row of `inputs` that belongs to the first rating.
  ///   - pair: The pair of a rating.
  func predictions(
    of network: RatingNetwork, inputs: SideFeatures?, first: Int, threads: Int,
    pair: @Sendable (Int) -> (reader: UInt32, book: UInt32)
  ) -> [Float] {
    Parallel.map(tasks.count, threads: threads) { task in
      let ratings = order[tasks[task]]
      return network.predictions(
        ratings.map(pair), inputs: inputs, rows: ratings.map { first + $0 })
    }.flatMap(\.self)
  }

  /// Values in the order of ``order``, put into that of the ratings.
  func inOrderOfRatings(_ values: [Float]) -> [Float] {
    precondition(values.count == order.count, "\(values.count) values of \(order.count) ratings")
    var result = values
    for (rating, value) in zip(order, values) { result[rating] = value }
    return result
  }
}
