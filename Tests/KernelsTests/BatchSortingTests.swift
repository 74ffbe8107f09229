import Kernels
import Parallelism
import Support
import Testing

@Suite struct BatchSortingTests {
  /// A sorted batch of `count` rows of up to `books` books, and the rows as they were set.
  private func batch(
    _ count: Int, books: Int, side: Side, parts: Int = 1
  ) -> (batch: Batch, rows: [(reader: UInt32, book: UInt32)]) {
    var generator = SeededGenerator(seed: 12)
    let batch = Batch(capacity: count + 3, sortedSide: side)
    batch.count = count
    let rows = (0..<count).map { _ in
      (UInt32(generator.uniform() * 1e9), UInt32(generator.uniform() * Double(books)))
    }
    for (i, row) in rows.enumerated() {
      batch.set(i, reader: row.0, book: row.1, target: Float(i), weight: Float(-i))
    }
    for start in stride(from: 0, to: count, by: 10) {
      batch.noteArrivals(start..<min(start + 10, count))
    }
    // Tasks may come in any order.
    batch.sort(parts: parts) { count, task in (0..<count).reversed().forEach(task) }
    batch.arrange(0..<count / 2)
    batch.arrange(count / 2..<count)
    return (batch, rows)
  }

  @Test(arguments: [1, 2, 77, 1000], [1, 9, 300, 70_000])
  func rowsAreInTheOrderOfIDsAndOfArrival(count: Int, books: Int) {
    let (batch, rows) = batch(count, books: books, side: .book)
    let order = rows.indices.sorted { (rows[$0].book, $0) < (rows[$1].book, $1) }
    #expect(batch.targets.values.prefix(count).map { Int($0) } == order)
    #expect(batch.weights.values.prefix(count).map { Int(-$0) } == order)
  }

  @Test(arguments: [2, 3, 16])
  func theOrderDoesNotDependOnTheNumberOfParts(parts: Int) {
    let expected = batch(1000, books: 40, side: .book).batch.targets.values
    #expect(batch(1000, books: 40, side: .book, parts: parts).batch.targets.values == expected)
    // Fewer rows than parts.
    #expect(
      batch(2, books: 40, side: .book, parts: parts).batch.targets.values
        == batch(2, books: 40, side: .book).batch.targets.values)
  }

  @Test func readersCanBeSortedToo() {
    let (batch, rows) = batch(500, books: 3, side: .reader)
    let order = rows.indices.sorted { (rows[$0].reader, $0) < (rows[$1].reader, $1) }
    #expect(batch.targets.values.prefix(500).map { Int($0) } == order)
  }

  @Test(arguments: [1, 4, 1000])
  func runsAreTheDifferentIDsOfABlock(books: Int) throws {
    let (batch, rows) = batch(100, books: books, side: .book)
    let sorted = rows.map(\.book).sorted()
    var used: [Int] = []
    for block in [0..<33, 33..<34, 34..<100] {
      let runs = try #require(batch.makeRuns(in: block))
      #expect(runs.count == Set(sorted[block]).count)
      #expect(runs.slots.lowerBound == block.lowerBound)
      used += runs.slots
    }
    #expect(batch.usedSlots(.book) == used)
    #expect(batch.usedSlots(.reader) == Array(0..<100))
  }
}
