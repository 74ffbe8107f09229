/// What the threads of a step take one by one: shards, or where there are more threads than those, passes.
///
/// A pass is some rows that go through the network together. A shard's passes add to one block of gradients one
/// after the other. As units they have blocks of their own, which are added in the same order, and give the same
/// bits, at the cost of moving the blocks.
struct StepUnits {
  /// The number of rows of every pass but the last of a shard.
  let rowsPerPass: Int
  /// How many neighbouring units make a shard; the last may have fewer.
  let perShard: Int
  /// The number of units.
  let count: Int
  private let cut: Cut

  private enum Cut {
    case even(ShardPlan)
    /// The first row of each shard, and the number of rows.
    case given([Int])
  }

  /// The units of a batch that is cut by places: by sizes alone.
  init(_ shards: ShardPlan, rowsPerPass: Int, areSmall: Bool) {
    self.rowsPerPass = rowsPerPass
    perShard = areSmall ? (shards.rowsPerShard + rowsPerPass - 1) / rowsPerPass : 1
    cut = .even(shards)
    count = areSmall ? shards.passes(of: rowsPerPass) : shards.count
  }

  /// A unit for each shard of a batch that is cut by readers; some may have no rows.
  ///
  /// - Parameter starts: The first row of each shard, and the number of rows.
  init(shardStarts starts: [Int], rowsPerPass: Int) {
    (self.rowsPerPass, perShard, count) = (rowsPerPass, 1, starts.count - 1)
    cut = .given(starts)
  }

  /// The number of shards.
  var shardCount: Int { (count + perShard - 1) / perShard }

  /// The units of one shard.
  func units(ofShard shard: Int) -> Range<Int> {
    shard * perShard..<min((shard + 1) * perShard, count)
  }

  /// The batch rows of one unit.
  func rows(of unit: Int) -> Range<Int> {
    switch cut {
    case .given(let starts): return starts[unit]..<starts[unit + 1]
    case .even(let shards):
      let rows = shards[unit / perShard]
      guard perShard > 1 else { return rows }
      let start = rows.lowerBound + unit % perShard * rowsPerPass
      return start..<min(start + rowsPerPass, rows.upperBound)
    }
  }

  /// The number that dropout knows the first row of a unit by: the rows of a shard are numbered apart from others',
  /// where nobody has all shards.
  ///
  /// - Parameter batchSize: The number of rows of a full batch.
  func firstNoise(of unit: Int, batchSize: Int) -> Int {
    switch cut {
    case .even: rows(of: unit).lowerBound
    case .given: unit * batchSize
    }
  }
}
