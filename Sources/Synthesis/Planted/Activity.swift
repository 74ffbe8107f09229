import Parallelism

/// How many ratings each reader gives.
enum Activity {
  /// Counts from 1 to `books` with exactly the sum `ratings`, shaped as in goodbooks-10k.
  static func counts(
    readers: Int, books: Int, ratings: Int, using generator: inout SeededGenerator
  ) -> [Int32] {
    let mean = Double(ratings) / Double(readers)
    var counts = (0..<readers).map { _ in
      let count = (mean * Curve.activity.value(at: generator.uniform())).rounded()
      return Int32(min(max(count, 1), Double(books)))
    }
    settle(&counts, sum: ratings, most: Int32(books), using: &generator)
    return counts
  }

  /// Adds or takes one at a time, starting from a random reader, until the sum is right.
  private static func settle(
    _ counts: inout [Int32], sum: Int, most: Int32, using generator: inout SeededGenerator
  ) {
    var missing = sum - counts.reduce(0) { $0 + Int($1) }
    var reader = Int(generator.next() % UInt64(counts.count))
    while missing != 0 {
      let step: Int32 = missing > 0 ? 1 : -1
      if 1...most ~= counts[reader] + step {
        counts[reader] += step
        missing -= Int(step)
      }
      reader = (reader + 1) % counts.count
    }
  }
}
