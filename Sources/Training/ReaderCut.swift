import Parallelism

/// How the ratings of a batch are divided into shards.
package enum BatchCut: String, Sendable, Codable, CaseIterable {
  /// By their places in the batch: shards of one size.
  case batch
  /// By their readers, so that several machines can each keep some readers.
  case readers
}

/// The cut of batches by readers: all ratings of a reader are in one shard, whatever the batch.
///
/// Readers belong to 256 groups by a hash, and a shard is a run of groups. The number of shards is a power of two
/// that the size of full batches alone decides, so that neither threads nor machines change the sums.
package struct ReaderCut: Sendable, Equatable {
  /// The number of shards, S.
  package let shards: Int

  /// Enough shards to keep many cores busy.
  private static let fewest = 16
  /// The number of groups.
  private static let most = 256
  /// The ratings of a shard of a large batch: a few passes, whose activations stay in a core's own cache.
  private static let rowsPerShard = 256

  /// The cut of batches of up to `batchSize` ratings.
  package init(batchSize: Int) {
    precondition(batchSize > 0, "a batch of \(batchSize)")
    var shards = Self.fewest
    while shards < Self.most, shards * Self.rowsPerShard < batchSize { shards *= 2 }
    self.shards = shards
  }

  /// The shard of all ratings of a reader.
  @inline(__always)
  package func shard(ofReader reader: UInt32) -> Int {
    Int(hashedPart(of: reader, UInt64(shards)))
  }
}
