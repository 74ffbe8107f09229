import Kernels
import Parallelism
import Testing

@testable import Synthesis

@Suite struct SamplingTests {
  @Test func aliasTableDrawsInProportion() {
    let weights = [0, 5, 1, 0, 3, 0.5, 0.5]
    let table = AliasTable(weights)
    var generator = SeededGenerator(seed: 3)
    var counts = Array(repeating: 0, count: weights.count)
    for _ in 0..<100_000 { counts[table.draw(using: &generator)] += 1 }
    for (index, weight) in weights.enumerated() {
      // Five standard deviations of a share of 100,000 are at most 0.008.
      #expect(abs(Double(counts[index]) / 100_000 - weight / 10) < 0.008, "index \(index)")
    }
    #expect(counts[0] == 0 && counts[3] == 0)
  }

  @Test func indicesAreEven() {
    var generator = SeededGenerator(seed: 4)
    var counts = Array(repeating: 0, count: 7)
    for _ in 0..<70_000 { counts[generator.index(below: 7)] += 1 }
    #expect(counts.allSatisfy { abs($0 - 10_000) < 500 }, "\(counts)")
  }

  @Test func gaussianHasMeanZeroAndVarianceOne() {
    var generator = SeededGenerator(seed: 5)
    let draws = (0..<100_000).map { _ in generator.gaussian() }
    #expect(abs(draws.reduce(0, +) / 100_000) < 0.016)
    #expect(abs(draws.reduce(0) { $0 + $1 * $1 } / 100_000 - 1) < 0.023)
  }

  @Test(arguments: [
    (1, 1, 1), (10, 5, 10), (10, 5, 20), (10, 5, 50), (7, 1_000, 6_999), (1_000, 30, 29_999),
    (2_672, 10_000, 298_176),
  ]) func activityHasExactlyTheSum(readers: Int, books: Int, ratings: Int) {
    var generator = SeededGenerator(seed: 6)
    let counts = Activity.counts(
      readers: readers, books: books, ratings: ratings, using: &generator)
    #expect(counts.count == readers)
    #expect(counts.reduce(0) { $0 + Int($1) } == ratings)
    #expect(counts.allSatisfy { 1...books ~= Int($0) })
  }

  @Test func curveGoesThroughItsPointsAndBeyond() {
    let curve = Curve(points: [(0, 1), (1, 3), (2, 4)])
    #expect([-1, 0, 0.5, 1, 1.5, 2, 3].map(curve.value) == [-1, 1, 2, 3, 3.5, 4, 5])
  }
}
