/// How the shards of a batch are cut into passes, the smallest units of work: by sizes alone, as shards are.
package struct PassPlan: Equatable {
  package let shards: ShardPlan
  /// The number of rows of every pass but the last of a shard.
  package let rowsPerPass: Int

  /// The passes of `shards`.
  package init(shards: ShardPlan, rowsPerPass: Int) {
    (self.shards, self.rowsPerPass) = (shards, rowsPerPass)
  }

  /// The number of passes of every shard but perhaps the last.
  var passesPerShard: Int { passes(in: shards.rowsPerShard) }

  /// The number of passes of the batch.
  package var count: Int { passes(ofShard: shards.count - 1).upperBound }

  /// The passes of one shard.
  func passes(ofShard shard: Int) -> Range<Int> {
    let first = shard * passesPerShard
    return first..<first + passes(in: shards[shard].count)
  }

  /// The batch rows of one pass.
  subscript(pass: Int) -> Range<Int> {
    let rows = shards[pass / passesPerShard]
    let start = rows.lowerBound + pass % passesPerShard * rowsPerPass
    return start..<min(start + rowsPerPass, rows.upperBound)
  }

  private func passes(in rows: Int) -> Int { (rows + rowsPerPass - 1) / rowsPerPass }
}
