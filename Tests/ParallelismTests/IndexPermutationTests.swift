import Kernels
import Parallelism
import Testing

@Suite struct IndexPermutationTests {
  @Test(arguments: [0, 1, 2, 3, 4, 5, 17, 64, 1000, 4097, 65_536])
  func everyElementComesOnce(count: Int) {
    let order = IndexPermutation(count: count, seed: 3, stream: 1)
    #expect((0..<count).map { order[$0] }.sorted() == Array(0..<count))
  }

  @Test(arguments: [1, 2, 3, 5, 17, 64, 1000, 4097, 65_536])
  func everyElementKnowsItsPosition(count: Int) {
    let order = IndexPermutation(count: count, seed: 3, stream: 1)
    #expect((0..<count).allSatisfy { order.position(of: order[$0]) == $0 })
  }

  @Test func ordersOfDifferentStreamsAreUnrelated() {
    let orders = (0..<2).map { IndexPermutation(count: 10_000, seed: 3, stream: $0) }
    let same = (0..<10_000).count { orders[0][$0] == orders[1][$0] }
    #expect(same < 10)
  }

  @Test func neighboursAreScattered() {
    let order = IndexPermutation(count: 100_000, seed: 9, stream: 0)
    let distances = (1..<100_000).map { abs(order[$0] - order[$0 - 1]) }
    // Two independent uniform places lie a third of the range apart on average.
    let mean = Double(distances.reduce(0, +)) / 99_999
    #expect(abs(mean - 33_333) < 500)
  }

  @Test func everyFirstElementIsEquallyLikely() {
    var counts = [Int](repeating: 0, count: 7)
    for stream in 0..<7000 as Range<UInt64> {
      counts[IndexPermutation(count: 7, seed: 5, stream: stream)[0]] += 1
    }
    // Standard deviation 29.
    #expect(counts.allSatisfy { abs($0 - 1000) < 130 }, "\(counts)")
  }
}
