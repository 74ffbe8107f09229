import Parallelism

/// Who has what where several ranks train together; every rank computes it alike.
///
/// A rank keeps the readers of a run of whole shards, with their ratings, and so the gradients of these shards. Books
/// are spread by a hash, dense parameters in slices: their owners hold the optimizer's state and make the updates.
struct RankLayout: Sendable {
  /// This rank's number.
  let rank: Int
  /// The number of ranks, R: at most as many as there are shards.
  let count: Int
  let cut: ReaderCut
  /// The number of weights and biases of the dense layers.
  let parameterCount: Int

  /// The rank of a reader's row and ratings.
  func rank(ofReader reader: UInt32) -> Int { cut.shard(ofReader: reader) * count / cut.shards }

  /// The rank of a book's row.
  func rank(ofBook book: UInt32) -> Int {
    Int(hashedPart(of: book, UInt64(count)))
  }

  /// The shards of one rank: those s with ⌊s · R / S⌋ = rank.
  func shards(ofRank rank: Int) -> Range<Int> {
    func first(_ rank: Int) -> Int { (rank * cut.shards + count - 1) / count }
    return first(rank)..<first(rank + 1)
  }

  /// The largest complete subtrees of the tree over all shards that one rank's shards make up, in order.
  ///
  /// Where the number of ranks is a power of two it is one.
  func subtrees(ofRank rank: Int) -> [Range<Int>] {
    let own = shards(ofRank: rank)
    var (subtrees, start) = ([Range<Int>](), own.lowerBound)
    while start < own.upperBound {
      var size = start == 0 ? cut.shards : 1 << start.trailingZeroBitCount
      while start + size > own.upperBound { size /= 2 }
      subtrees.append(start..<start + size)
      start += size
    }
    return subtrees
  }

  /// The dense parameters of one rank.
  func slice(ofRank rank: Int) -> Range<Int> {
    parameterCount * rank / count..<parameterCount * (rank + 1) / count
  }
}
