import Parallelism
import Testing

@testable import Training

@Suite struct RankLayoutTests {
  private func layout(_ count: Int, batchSize: Int = 16_384) -> RankLayout {
    RankLayout(
      rank: 0, count: count, cut: ReaderCut(batchSize: batchSize), parameterCount: 1000)
  }

  @Test(arguments: [1, 2, 3, 4, 5, 7, 8, 16, 63, 64])
  func everythingHasOneOwner(count: Int) {
    let layout = layout(count)
    let ranks = 0..<count
    #expect(ranks.flatMap { layout.shards(ofRank: $0) } == Array(0..<layout.cut.shards))
    #expect(ranks.flatMap { layout.slice(ofRank: $0) } == Array(0..<1000))
    for id in 0..<UInt32(2000) {
      let shard = layout.cut.shard(ofReader: id)
      #expect(layout.shards(ofRank: layout.rank(ofReader: id)).contains(shard))
      #expect(ranks.contains(layout.rank(ofBook: id)))
    }
  }

  /// Complete and as large as they can be: one where the number of ranks is a power of two.
  @Test(arguments: [1, 2, 3, 5, 6, 8, 16, 64])
  func subtreesAreComplete(count: Int) {
    let layout = layout(count)
    for rank in 0..<count {
      let subtrees = layout.subtrees(ofRank: rank)
      #expect(subtrees.flatMap { Array($0) } == Array(layout.shards(ofRank: rank)))
      for subtree in subtrees {
        #expect(subtree.count.nonzeroBitCount == 1 && subtree.lowerBound % subtree.count == 0)
      }
      for (left, right) in zip(subtrees, subtrees.dropFirst()) {
        let areHalves =
          left.count == right.count && left.lowerBound % (2 * left.count) == 0
        #expect(!areHalves, "\(left) and \(right) make one")
      }
      if count.nonzeroBitCount == 1 { #expect(subtrees.count == 1) }
    }
  }

  @Test(arguments: [1, 7, 64, 1000])
  func placesAreThoseOfTheOrder(batchSize: Int) {
    let order = IndexPermutation(count: 500, seed: 3, stream: 4)
    let ratings = (0..<500).filter { $0 % 3 == 0 }.map {
      PlacedRating(place: UInt32($0), reader: 0, book: 0, target: 0, weight: 1)
    }
    let places = EpochPlaces(
      ratings, order: order, batchSize: batchSize, epoch: 1, threads: 2)
    let found = (0..<(500 + batchSize - 1) / batchSize).map { batch in
      places.ratings(ofBatch: batch).map { Int(ratings[$0].place) }
    }
    let wanted = stride(from: 0, to: 500, by: batchSize).map { start in
      (start..<min(start + batchSize, 500)).map { order[$0] }.filter { $0 % 3 == 0 }
    }
    #expect(found == wanted)
  }

  @Test func commandsTravelAsNumbers() {
    let commands: [RankCommand] = [
      .end, .wake, .collect, .spread, .predict(.training), .predict(.validation),
      .step(epoch: 3, batch: 1 << 40, count: 7, rateFactor: 0.1),
    ]
    for command in commands { #expect(RankCommand(words: command.words) == command) }
  }
}
