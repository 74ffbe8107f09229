import Networks
import Testing

@testable import Training

@Suite struct ShardPlanTests {
  @Test(arguments: [1, 63, 64, 65, 128, 1000, 4096, 100_003])
  func shardsCoverTheBatchOnce(batchSize: Int) {
    let plan = ShardPlan(batchSize: batchSize, fullBatchSize: batchSize)
    #expect((0..<plan.count).flatMap { Array(plan[$0]) } == Array(0..<batchSize))
    #expect((64...256).contains(plan.rowsPerShard))
  }

  @Test func aPartialBatchIsCutLikeAFullOne() {
    let full = ShardPlan(batchSize: 4096, fullBatchSize: 4096)
    let partial = ShardPlan(batchSize: 100, fullBatchSize: 4096)
    #expect(partial.rowsPerShard == full.rowsPerShard)
  }
}

@Suite struct StepUnitsTests {
  @Test(
    arguments: [1, 64, 65, 300, 1000, 4096, 16_384, 100_003],
    [(64, true), (128, true), (64, false)]
  )
  func unitsCoverTheShardsOnce(batchSize: Int, plan: (rowsPerPass: Int, areSmall: Bool)) {
    let shards = ShardPlan(batchSize: batchSize, fullBatchSize: batchSize)
    let units = StepUnits(shards, rowsPerPass: plan.rowsPerPass, areSmall: plan.areSmall)
    #expect(units.shardCount == shards.count)
    for shard in 0..<shards.count {
      let rows = units.units(ofShard: shard).flatMap { Array(units.rows(of: $0)) }
      #expect(rows == Array(shards[shard]))
    }
    let order = (0..<shards.count).flatMap { units.units(ofShard: $0) }
    #expect(order == Array(0..<units.count))
  }

  @Test(arguments: [(1024, 16), (4096, 64), (16_384, 256)])
  func largeBatchesHaveManyUnits(batchSize: Int, count: Int) {
    let shards = ShardPlan(batchSize: batchSize, fullBatchSize: batchSize)
    let rowsPerPass = DenseStack.rowsPerPass(.single)
    #expect(StepUnits(shards, rowsPerPass: rowsPerPass, areSmall: true).count == count)
  }

  @Test func shardsOfReadersMayBeEmpty() {
    let units = StepUnits(shardStarts: [0, 0, 3, 3, 10], rowsPerPass: 64)
    #expect((0..<units.count).map { units.rows(of: $0) } == [0..<0, 0..<3, 3..<3, 3..<10])
    // Nobody but the owner of a shard knows how many rows it has: others' rows are numbered without.
    #expect((0..<4).map { units.firstNoise(of: $0, batchSize: 100) } == [0, 100, 200, 300])
  }
}

@Suite struct ReaderCutTests {
  @Test(arguments: [(1, 16), (1024, 16), (4096, 16), (4097, 32), (16_384, 64), (1 << 20, 256)])
  func theBatchSizeDecidesTheNumberOfShards(batchSize: Int, shards: Int) {
    #expect(ReaderCut(batchSize: batchSize).shards == shards)
  }

  @Test(arguments: [1024, 16_384, 1 << 20])
  func readersAreSpreadEvenlyAndLargerShardsAreRunsOfSmallerOnes(batchSize: Int) {
    let (cut, finest) = (ReaderCut(batchSize: batchSize), ReaderCut(batchSize: 1 << 22))
    var counts = [Int](repeating: 0, count: cut.shards)
    for reader in 0..<UInt32(100_000) {
      let shard = cut.shard(ofReader: reader)
      counts[shard] += 1
      #expect(shard == finest.shard(ofReader: reader) * cut.shards / finest.shards)
    }
    let even = 100_000 / cut.shards
    #expect(counts.allSatisfy { abs($0 - even) <= even / 4 }, "\(counts)")
  }
}
