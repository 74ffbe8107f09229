import Kernels
import Layers

/// What a plain network predicts for every book, for one reader after another.
///
/// The first layer is linear in the two embeddings, so its part of every book is computed once, and its part
/// of a reader once for all books. What is left are one addition and the layers above, a tile of books at a
/// time, for a few readers while the tile is in the cache.
public struct AllBooksScorer: Sendable {
  /// How many readers share a tile of books.
  public static let readersAtOnce = 16

  private let network: RatingNetwork
  private let bookCount: Int
  /// The books' part of the first layer's sums, bias included, [books × outputs of the first layer].
  private let bookSums: Matrix

  /// A scorer of the first `books` books; nil for a network that is not plain or has one layer only.
  public init?(_ network: RatingNetwork, books: Int) {
    guard network.configuration.architecture == .plain, !network.configuration.hidden.isEmpty
    else { return nil }
    precondition((0...network.books.rows).contains(books), "\(books) books")
    self.network = network
    bookCount = books
    let first = network.stack.layers[0]
    bookSums = Matrix(rows: books, columns: first.outputs)
    let weights = Matrix(rows: network.books.rows, columns: network.books.dimension)
    network.books.copyWeights(to: weights)
    for start in stride(from: 0, to: books, by: DenseStack.rowsPerPass) {
      let count = min(DenseStack.rowsPerPass, books - start)
      let sums = bookSums.rows(from: start, count: count)
      network.stack.firstSums(
        network.parameters, part: weights.rows(from: start, count: count),
        inputs: network.columns(.book), into: sums)
      addBias(first.bias(in: network.parameters), to: sums)
    }
  }

  /// The predicted ratings of all books by each of `readers`, not clipped, [readers][books].
  ///
  /// - Parameter readers: Rows of the reader table.
  public func scores(_ readers: [UInt32]) -> [[Float]] {
    let stack = network.stack
    let workspace = stack.workspace(capacity: DenseStack.rowsPerPass)
    workspace.prepare(network.parameters)
    let sums = readerSums(readers)
    var scores = readers.map { _ in [Float](repeating: 0, count: bookCount) }
    for start in stride(from: 0, to: bookCount, by: DenseStack.rowsPerPass) {
      let count = min(DenseStack.rowsPerPass, bookCount - start)
      let tile = bookSums.rows(from: start, count: count)
      for place in readers.indices {
        stack.forward(
          network.parameters, firstSums: tile, plus: sums.rows(from: place, count: 1),
          workspace: workspace
        ).copy(to: &scores[place], from: start)
      }
    }
    return scores
  }

  /// The readers' part of the first layer's sums, [readers × outputs of the first layer].
  private func readerSums(_ readers: [UInt32]) -> Matrix {
    let table = network.readers
    let rows = Matrix(
      rows: readers.count, columns: table.dimension,
      values: readers.flatMap { table.vector(row: Int($0)) })
    let sums = Matrix(rows: readers.count, columns: bookSums.columns)
    network.stack.firstSums(
      network.parameters, part: rows.view, inputs: network.columns(.reader), into: sums.view)
    return sums
  }
}
