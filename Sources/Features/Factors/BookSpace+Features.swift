import Kernels

extension BookSpace {
  /// How many directions of lists to read tell about a book.
  private static let toReadDirections = 32

  /// What books' prior factors are linear in, beside who rated them: numbers, attributes, tags and lists to read
  /// in few directions, [books × s].
  func features(threads: Int, using generator: inout some RandomNumberGenerator) -> Matrix {
    var parts = [numbers.values, attributeColumns.values, tagColumns.centered]
    if toRead.columns > 0 {
      parts.append(
        TruncatedSVD(rank: Self.toReadDirections)
          .embedding(of: toRead, threads: threads, using: &generator).centered)
    }
    return Matrix(sideBySide: parts)
  }
}

extension Matrix {
  /// Columns of mean 0, of which the second has deviation 1.
  ///
  /// The first direction of a truncated SVD tells how long rows are; the others keep their lengths beside
  /// each other.
  fileprivate var centered: Matrix {
    let result = Matrix(rows: rows, columns: columns)
    let moments = columnMoments
    guard let second = moments.prefix(2).last else { return result }
    for j in 0..<columns {
      for i in 0..<rows { result[i, j] = self[i, j] - Float(moments[j].mean) }
    }
    result.scale(second.deviation > 1e-6 ? Float(1 / second.deviation) : 1)
    return result
  }
}
