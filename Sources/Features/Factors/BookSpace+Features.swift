import Kernels

extension BookSpace {
  /// How many directions of lists to read tell about a book.
  private static let toReadDirections = 32

  /// What books' prior factors are linear in, beside who rated them: numbers, tags and lists to read in few
  /// directions, [books × s].
  func features(threads: Int, using generator: inout some RandomNumberGenerator) -> Matrix {
    var parts = [numbers.values, tagColumns.centered]
    if toRead.columns > 0 {
      parts.append(
        TruncatedSVD(rank: Self.toReadDirections)
          .embedding(of: toRead, threads: threads, using: &generator).centered)
    }
    return Matrix(sideBySide: parts)
  }
}

extension Matrix {
  /// The columns of matrices of as many rows, one matrix beside the other.
  convenience init(sideBySide parts: [Matrix]) {
    self.init(rows: parts.first?.rows ?? 0, columns: parts.reduce(0) { $0 + $1.columns })
    for row in 0..<rows {
      rows(from: row, count: 1).copy(
        from: parts.flatMap { $0.rows(from: row, count: 1).values })
    }
  }

  /// Columns of mean 0, of which the second has deviation 1.
  ///
  /// The first direction of a truncated SVD tells how long rows are; the others keep their lengths beside
  /// each other.
  fileprivate var centered: Matrix {
    let result = Matrix(rows: rows, columns: columns)
    guard rows > 0, columns > 0 else { return result }
    var scale: Float = 1
    for j in 0..<columns {
      let column = (0..<rows).map { self[$0, j] }
      let mean = column.reduce(0, +) / Float(rows)
      let variance = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(rows)
      if j == min(1, columns - 1), variance > 1e-12 { scale = 1 / variance.squareRoot() }
      for i in 0..<rows { result[i, j] = self[i, j] - mean }
    }
    result.scale(scale)
    return result
  }
}
