import Kernels
import Networks
import Ranks

extension RankShare {
  /// What a network predicts of a part of the ratings, where their readers live; on rank 0 of all of them, in the order
  /// of ``ShardedPairs``, and nothing elsewhere.
  ///
  /// - Parameter whole: The network on rank 0, ready for predictions; nil elsewhere.
  /// - Throws: What the ranks throw.
  func predictions(
    of whole: RatingNetwork?, on part: RatedPart, _ ranks: any Ranks
  ) throws -> [Float] {
    let network = try received(whole, ranks)
    let ratings = part == .training ? self.ratings : validation
    let pairs = ShardedPairs(
      ratings.map { UInt32(readerShards[Int($0.reader)]) }, shards: layout.cut.shards)
    let own = pairs.predictions(
      of: network, inputs: inputs, first: part == .training ? 0 : self.ratings.count,
      threads: step.threads
    ) { (ratings[$0].reader, ratings[$0].book) }
    // A rank has a run of shards, so that parts which follow each other are in order.
    return try ranks.gather(own).values
  }

  /// The network that rank 0 has, with the rows of the own readers alone.
  private func received(_ whole: RatingNetwork?, _ ranks: any Ranks) throws -> RatingNetwork {
    let books = try ranks.broadcast(whole?.books.contents ?? [])
    let bookCount = books.count / bookTable.dimension
    let network = RatingNetwork(
      training.configuration.network, readers: readers.count, books: bookCount,
      featureCount: training.featureCount)
    network.books.place(books, from: 0, rows: 0..<bookCount, afterStep: 0)
    network.parameters.copy(from: try ranks.broadcast(whole?.parameters.values ?? []))
    let rows = whole.map { whole in
      training.readersOfRanks(ranks).map { readers in
        readers.flatMap { whole.readers.vector(row: Int($0)) }
      }
    }
    let own = try ranks.exchange(Parts(rows ?? Array(repeating: [], count: ranks.count))).values
    network.readers.place(own, from: 0, rows: readers.indices, afterStep: 0)
    return network
  }
}
