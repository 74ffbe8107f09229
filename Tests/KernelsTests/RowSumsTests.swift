import Kernels
import Parallelism
import Testing

/// The sums of rows over shards against a tree that is walked from its root.
@Suite struct RowSumsTests {
  private let shards = 16
  private let books = 5
  private let count = 90

  /// A batch of random books, cut at random places, with its gradients.
  private func batch(seed: UInt64) -> (
    batch: Batch, books: [Int], starts: [Int], gradients: [Float]
  ) {
    var generator = SeededGenerator(seed: seed)
    let batch = Batch(capacity: count, shards: shards)
    let ids = (0..<count).map { _ in Int.random(in: 0..<books, using: &generator) }
    for (i, id) in ids.enumerated() { batch.set(i, reader: 0, book: UInt32(id), target: 0) }
    let starts =
      [0] + (1..<shards).map { _ in Int.random(in: 0...count, using: &generator) }.sorted() + [
        count
      ]
    batch.cut(at: starts)
    // Of very different sizes, so that every order of additions has bits of its own.
    let gradients = (0..<count).map { _ in
      Float.random(in: -1...1, using: &generator)
        * Float(sign: .plus, exponent: .random(in: -9...9, using: &generator), significand: 1)
    }
    return (batch, ids, starts, gradients)
  }

  /// The sum of the terms in a subtree of shards; nil where there are none.
  private func sum(_ terms: [[Float]], _ shards: Range<Int>) -> Float? {
    guard shards.count > 1 else {
      let own = terms[shards.lowerBound]
      return own.first.map { own.dropFirst().reduce($0, +) }
    }
    let middle = shards.lowerBound + shards.count / 2
    let halves = [shards.lowerBound..<middle, middle..<shards.upperBound].compactMap {
      sum(terms, $0)
    }
    return halves.first.map { halves.dropFirst().reduce($0, +) }
  }

  private func wanted(_ ids: [Int], _ starts: [Int], _ gradients: [Float], book: Int) -> Float? {
    let terms = (0..<shards).map { shard in
      (starts[shard]..<starts[shard + 1]).filter { ids[$0] == book }.map { gradients[$0] }
    }
    return sum(terms, 0..<shards)
  }

  @Test(arguments: 0..<20, [1, 2, 3])
  func aRowIsTheSumOfATreeOverItsShards(seed: UInt64, workers: Int) {
    let (batch, ids, starts, gradients) = batch(seed: seed)
    let table = EmbeddingTable(rows: books, dimension: 1, slots: 0)
    let terms = Matrix(rows: count, columns: 1, values: gradients)
    let sums = Matrix(rows: books, columns: 1)
    for worker in 0..<workers {
      table.addGradients(
        batch.slots(.book), worker: worker, of: workers, scratch: OwnerScratch(capacity: count),
        gradients: terms, column: 0, step: 1, into: sums)
    }
    for book in 0..<books {
      #expect(sums[book, 0] == wanted(ids, starts, gradients, book: book) ?? 0, "book \(book)")
    }
  }

  /// Shard by shard, in the order of arrival, each where it came from.
  @Test func rowsAreSortedIntoTheirShards() {
    var generator = SeededGenerator(seed: 3)
    let batch = Batch(capacity: count, shards: shards)
    let own = (0..<count).map { _ in Int.random(in: 2..<shards, using: &generator) }
    for (i, shard) in own.enumerated() { batch.note(i, place: 1000 + i, shard: shard) }
    batch.count = count
    batch.sortByShard()
    let wanted = (0..<shards).map { shard in own.indices.filter { own[$0] == shard } }
    #expect((0..<count).map { batch.place($0) - 1000 } == wanted.flatMap(\.self))
    #expect(
      zip(batch.shardStarts, batch.shardStarts.dropFirst()).map { $1 - $0 } == wanted.map(\.count))
  }

  /// Complete subtrees, each with all shards up to the next, as many ranks would add them; then the tree over them.
  @Test(arguments: [[0, 8], [0, 4, 8, 12], [0, 4, 6, 8, 10, 11, 12], [0, 1, 2, 4, 8]])
  func subtreesMayBeAddedApart(starts: [Int]) {
    func gradients() -> [Matrix] {
      var generator = SeededGenerator(seed: 5)
      return (0..<shards).map { _ in
        Matrix(
          rows: 1, columns: 700,
          values: (0..<700).map { _ in Float.random(in: -1...1, using: &generator) })
      }
    }
    let whole = gradients()
    GradientTree(units: shards).add(whole, range: 0..<700)
    let parts = gradients()
    for (start, end) in zip(starts, starts.dropFirst() + [shards]) {
      GradientTree(overShards: Array(start..<end), first: start).add(parts, range: 0..<700)
    }
    let subtrees = starts.map { parts[$0] }
    GradientTree(overShards: starts).add(subtrees, range: 0..<700)
    #expect(subtrees[0].values == whole[0].values)
  }
}
