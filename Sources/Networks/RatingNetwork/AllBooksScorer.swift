import Kernels

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
  /// The same with products of half the precision; nil where the network or the processor is not made for it.
  private let rounded: BFloat16Scorer?

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
    rounded = BFloat16Scorer(network, bookSums: bookSums)
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

  /// The predicted ratings of all books by each of `readers`, nearly, [readers][books], and for each reader how
  /// far any of them can be from the one of ``scores(_:)``; nil where there is no faster way than that.
  ///
  /// - Parameter readers: Rows of the reader table.
  public func roundedScores(_ readers: [UInt32]) -> (scores: [[Float]], errors: [Float])? {
    rounded?.scores(readerSums(readers).view)
  }

  /// The predicted ratings of some books by each of `readers`, not clipped, in the order of its books.
  ///
  /// - Parameters:
  ///   - readers: Rows of the reader table.
  ///   - books: For each reader, rows of the book table.
  public func scores(_ readers: [UInt32], books: [[Int]]) -> [[Float]] {
    let workspace = network.stack.workspace(capacity: DenseStack.rowsPerPass)
    workspace.prepare(network.parameters)
    let tile = Matrix(rows: DenseStack.rowsPerPass, columns: bookSums.columns)
    return zip(readers, books).map { scores($0, books: $1, tile, workspace) }
  }

  /// One reader's; `tile` is room for the books of a pass.
  private func scores(
    _ reader: UInt32, books: [Int], _ tile: Matrix, _ workspace: DenseWorkspace
  ) -> [Float] {
    let sums = readerSums([reader])
    var scores = [Float](repeating: 0, count: books.count)
    for start in stride(from: 0, to: books.count, by: tile.rows) {
      let part = books[start..<min(start + tile.rows, books.count)]
      copyRows(part, of: bookSums, into: tile)
      network.stack.forward(
        network.parameters, firstSums: tile.rows(count: part.count), plus: sums.view,
        workspace: workspace
      ).copy(to: &scores, from: start)
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

extension BFloat16Scorer {
  /// Scores by a network of two rectified layers; nil for others.
  fileprivate convenience init?(_ network: RatingNetwork, bookSums: Matrix) {
    let (layers, parameters) = (network.stack.layers, network.parameters)
    guard layers.count == 3 else { return nil }
    self.init(
      books: bookSums.view, weights: layers[1].weights(in: parameters),
      bias: layers[1].bias(in: parameters), top: layers[2].weights(in: parameters),
      offset: layers[2].bias(in: parameters).values[0])
  }
}
