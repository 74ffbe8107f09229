public import Kernels
import Parallelism

extension ItemRegression {
  /// Books that belong together in the eyes of many: rows of people or lists, columns of books.
  public struct SideMatrix: Sendable {
    /// 1 where the person or list has the book, [people × books].
    public var rows: SparseRows
    /// How much a pair of books on one row counts.
    public var weight: Float

    /// The rows of these parts.
    public init(rows: SparseRows, weight: Float) {
      (self.rows, self.weight) = (rows, weight)
    }

    /// Lists of books given as compressed rows: list i has the books of offsets[i] ..< offsets[i + 1].
    public init(offsets: [Int], books: [UInt32], bookCount: Int, weight: Float) {
      self.init(
        rows: SparseRows(
          columns: bookCount, offsets: offsets, indices: books,
          values: [Float](repeating: 1, count: books.count)),
        weight: weight)
    }
  }

  /// Fits the regression to readers' histories and side information.
  ///
  /// Books that no row has take no part, and of more than `configuration.maximumBooks` those with the fewest
  /// ratings do not.
  ///
  /// - Parameters:
  ///   - histories: The ratings of each reader, [readers × books].
  ///   - further: What else says that books belong together, such as lists of books to read.
  ///   - range: The lowest and the highest rating.
  ///   - configuration: The options. The default is the defaults.
  ///   - threads: How many threads work; the result does not depend on it.
  /// - Throws: `NotPositiveDefiniteError`, when the regularization is too small for the data.
  /// - Complexity: O(books³) time, 4 · books² bytes.
  public init(
    fitting histories: SparseRows, further: [SideMatrix] = [],
    range: (lowest: Float, highest: Float),
    configuration: RelevanceConfiguration = RelevanceConfiguration(), threads: Int
  ) throws(NotPositiveDefiniteError) {
    let rated = SideMatrix(
      offsets: histories.offsets, books: histories.indices,
      bookCount: histories.columns, weight: 1)
    let matrices = ([rated] + further).filter { $0.weight > 0 }
    let books = Self.participants(matrices, limit: configuration.maximumBooks)
    let gram = Matrix(rows: books.count, columns: books.count)
    for part in matrices {
      addGram(
        of: part.rows.selecting(columns: books), scale: part.weight, to: gram, threads: threads)
    }
    let use = (0..<books.count).map { gram[$0, $0].squareRoot() }
    for i in 0..<books.count {
      gram[i, i] += configuration.regularization + configuration.dropoutOdds * gram[i, i]
    }
    try BlockedCholesky.invert(gram, threads: threads)
    var precision = [Float](repeating: 0, count: histories.columns)
    for (i, book) in books.enumerated() { precision[Int(book)] = gram[i, i] }
    self.init(
      weights: Self.strongest(
        configuration.neighbours, ofInverse: gram, use: use, books: books,
        bookCount: histories.columns, threads: threads),
      precision: precision,
      priors: Popularity(histories).shares.map { $0 * configuration.popularityWeight },
      scale: InputScale(
        lowest: range.lowest, highest: range.highest, weights: configuration.ratingWeights))
  }

  /// The books with the most ratings — of equals, the most side information —, rising; none without any.
  static func participants(_ matrices: [SideMatrix], limit: Int) -> [UInt32] {
    guard let books = matrices.first?.rows.columns else { return [] }
    var ratings = [Float](repeating: 0, count: books)
    var further = ratings
    for book in matrices[0].rows.indices { ratings[Int(book)] += 1 }
    for part in matrices.dropFirst() {
      for book in part.rows.indices { further[Int(book)] += part.weight }
    }
    // The side information becomes a fraction of one rating.
    let orders = zip(ratings, further).map { $0 + $1 / (1 + $1) }
    return topIndices(limit, of: orders) { orders[$0] > 0 }.sorted().map(UInt32.init)
  }

  /// w of the strongest neighbours of each book, from P.
  private static func strongest(
    _ count: Int, ofInverse inverse: Matrix, use: [Float], books: [UInt32],
    bookCount: Int, threads: Int
  ) -> SparseRows {
    let kept = Parallel.map(books.count, threads: threads) { target in
      let row = inverse.rows(from: target, count: 1).values
      let strongest = topIndices(count, of: zip(row, use).map { $0.magnitude * $1 }) {
        $0 != target
      }
      return strongest.map { (column: books[$0], value: -row[$0] / row[target]) }
    }
    var offsets = [Int](repeating: 0, count: bookCount + 1)
    for (target, row) in zip(books, kept) { offsets[Int(target) + 1] = row.count }
    for book in 0..<bookCount { offsets[book + 1] += offsets[book] }
    return SparseRows(
      columns: bookCount, offsets: offsets, indices: kept.flatMap { $0.map(\.column) },
      values: kept.flatMap { $0.map(\.value) }
    ).transposed
  }
}

extension SparseRows {
  /// The matrix without the columns that are not in `chosen`, which rise and are numbered anew from 0.
  fileprivate func selecting(columns chosen: [UInt32]) -> SparseRows {
    var place = [UInt32?](repeating: nil, count: columns)
    for (index, column) in chosen.enumerated() { place[Int(column)] = UInt32(index) }
    var offsets = [0]
    var kept: (indices: [UInt32], values: [Float]) = ([], [])
    for row in 0..<rows {
      for element in self[row] {
        guard let column = place[Int(indices[element])] else { continue }
        kept.indices.append(column)
        kept.values.append(values[element])
      }
      offsets.append(kept.indices.count)
    }
    return SparseRows(
      columns: chosen.count, offsets: offsets, indices: kept.indices, values: kept.values)
  }
}
