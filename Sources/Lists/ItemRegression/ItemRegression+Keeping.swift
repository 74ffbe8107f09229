import Kernels

extension ItemRegression {
  /// How many of the ratings may be of books that the weights know nothing of.
  private static let largestUnknownShare = 0.01

  /// The same weights for other books and the popularity of other ratings; nil if more than a hundredth of these is of
  /// books that took no part in the fit and would take part in one to these ratings.
  ///
  /// - Parameters:
  ///   - rows: For each book its row here; nil for a new one.
  ///   - histories: The ratings of each reader, [readers × books].
  ///   - range: The lowest and the highest rating.
  ///   - configuration: The options of a fit.
  func taking(
    _ rows: [Int?], for histories: SparseRows, range: (lowest: Float, highest: Float),
    configuration: RelevanceConfiguration
  ) -> ItemRegression? {
    let precision = rows.map { $0.map { self.precision[$0] } ?? 0 }
    let rated = SideMatrix(
      offsets: histories.offsets, books: histories.indices, bookCount: histories.columns, weight: 1)
    var isMissing = [Bool](repeating: false, count: rows.count)
    for book in Self.participants([rated], limit: configuration.maximumBooks) {
      isMissing[Int(book)] = precision[Int(book)] == 0
    }
    let missing = histories.indices.count { isMissing[Int($0)] }
    guard Double(missing) <= Self.largestUnknownShare * Double(histories.indices.count) else {
      return nil
    }
    return ItemRegression(
      weights: weights.taking(rows), precision: precision,
      priors: Popularity(histories).shares.map { $0 * configuration.popularityWeight },
      scale: InputScale(
        lowest: range.lowest, highest: range.highest, weights: configuration.ratingWeights))
  }
}

extension SparseRows {
  /// The square matrix with rows and columns at other places, rising; those without a source are empty.
  fileprivate func taking(_ sources: [Int?]) -> SparseRows {
    var targets = [UInt32?](repeating: nil, count: rows)
    for case (let target, let source?) in zip(UInt32(0)..., sources) { targets[source] = target }
    // Transposed twice, because that sorts the columns of a row.
    let elements = (0..<rows).lazy.flatMap { row in
      self[row].lazy.map { (row: row, place: $0) }
    }.compactMap { [indices, values] element -> (row: UInt32, column: UInt32, value: Float)? in
      guard let row = targets[Int(indices[element.place])], let column = targets[element.row]
      else { return nil }
      return (row, column, values[element.place])
    }
    return SparseRows(rows: sources.count, columns: sources.count, elements: Array(elements))
      .transposed
  }
}
