/// How a batch is cut into shards: by its size alone, never by the number of threads.
///
/// The sums of a step are grouped by shard, so a cut that knew the threads would change the last bits of
/// the model with the machine.
package struct ShardPlan: Sendable, Equatable {
  /// The number of rows of every shard but the last.
  package let rowsPerShard: Int
  /// The number of rows of the batch.
  package let batchSize: Int

  /// Few enough rows that a shard's activations stay in a core's own cache, and enough for full-speed
  /// matrix products.
  private static let bounds = 64...256
  /// Enough shards to keep many cores busy where the bounds allow.
  private static let preferredShards = 16

  /// The cut of a batch of `batchSize` rows, by the plan for full batches of `fullBatchSize` rows.
  package init(batchSize: Int, fullBatchSize: Int) {
    precondition(
      0 < batchSize && batchSize <= fullBatchSize, "\(batchSize) of \(fullBatchSize) rows")
    self.batchSize = batchSize
    let even = (fullBatchSize + Self.preferredShards - 1) / Self.preferredShards
    rowsPerShard = min(max(even, Self.bounds.lowerBound), Self.bounds.upperBound)
  }

  /// The number of shards.
  package var count: Int { (batchSize + rowsPerShard - 1) / rowsPerShard }

  /// The number of passes of `rowsPerPass` rows, of which a shard's last may have fewer.
  package func passes(of rowsPerPass: Int) -> Int {
    (0..<count).reduce(0) { $0 + (self[$1].count + rowsPerPass - 1) / rowsPerPass }
  }

  /// The batch rows of one shard.
  package subscript(shard: Int) -> Range<Int> {
    precondition((0..<count).contains(shard), "shard \(shard) of \(count)")
    let start = shard * rowsPerShard
    return start..<min(start + rowsPerShard, batchSize)
  }
}
