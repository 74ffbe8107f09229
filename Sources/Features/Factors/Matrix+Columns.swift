import Kernels

extension Matrix {
  /// The columns of matrices of as many rows, one matrix beside the other.
  convenience init(sideBySide parts: [Matrix]) {
    self.init(rows: parts.first?.rows ?? 0, columns: parts.reduce(0) { $0 + $1.columns })
    for row in 0..<rows {
      rows(from: row, count: 1).copy(
        from: parts.flatMap { $0.rows(from: row, count: 1).values })
    }
  }

  /// The mean and the standard deviation of each column.
  var columnMoments: [(mean: Double, deviation: Double)] {
    (0..<columns).map { j in (0..<rows).map { self[$0, j] }.meanAndDeviation }
  }

  /// The Euclidean length of each column.
  var columnLengths: [Float] {
    (0..<columns).map { j in
      (0..<rows).reduce(Float(0)) { $0 + self[$1, j] * self[$1, j] }.squareRoot()
    }
  }

  /// Multiplies each column with its factor.
  func scaleColumns(_ factors: [Float]) {
    for i in 0..<rows { for j in 0..<columns { self[i, j] *= factors[j] } }
  }

  /// The inner product of each row with the row `vector`.
  func products(with vector: MatrixView) -> [Float] {
    let result = Matrix(rows: rows, columns: 1)
    multiply(view, vector.transposed, into: result.view)
    return result.values
  }
}
