internal import CLAPACKE

/// Replaces the columns of `matrix`, [m × n] with m ≥ n, by an orthonormal basis of their span.
///
/// Householder reflections: LAPACK's `sgelqf` and `sorglq` on the transpose, which is how LAPACK sees a
/// row-major matrix. Complexity: O(4 m n²).
public func orthonormalizeColumns(_ matrix: Matrix) {
  let (m, n) = (Int32(matrix.rows), Int32(matrix.columns))
  precondition(m >= n, "\(m) rows cannot hold \(n) orthonormal columns")
  precondition(BLAS.isSerial, BLAS.notSerial)
  guard n > 0 else { return }
  var factors = [Float](repeating: 0, count: Int(n))
  unsafe factors.withUnsafeMutableBufferPointer { factors in
    guard let reflections = factors.baseAddress else { return }
    let reduced = unsafe LAPACKE_sgelqf(LAPACK_COL_MAJOR, n, m, matrix.base, n, reflections)
    precondition(reduced == 0, "sgelqf's status \(reduced)")
    let expanded = unsafe LAPACKE_sorglq(LAPACK_COL_MAJOR, n, m, n, matrix.base, n, reflections)
    precondition(expanded == 0, "sorglq's status \(expanded)")
  }
}

/// The eigenvalues of a symmetric matrix, falling; its rows become the eigenvectors in that order.
///
/// LAPACK's `ssyev`. Complexity: O(9 n³).
public func diagonalize(_ matrix: Matrix) -> [Float] {
  let n = matrix.rows
  precondition(matrix.columns == n, "\(n) × \(matrix.columns) is not square")
  precondition(BLAS.isSerial, BLAS.notSerial)
  guard n > 0 else { return [] }
  var values = [Float](repeating: 0, count: n)
  unsafe values.withUnsafeMutableBufferPointer { values in
    guard let start = values.baseAddress else { return }
    // Column by column is our row by row: each eigenvector arrives as a row, smallest value first.
    let status = unsafe LAPACKE_ssyev(
      LAPACK_COL_MAJOR, CChar(UInt8(ascii: "V")), CChar(UInt8(ascii: "U")), Int32(n), matrix.base,
      Int32(n), start)
    precondition(status == 0, "ssyev's status \(status)")
  }
  let rows = (0..<n).map { matrix.rows(from: $0, count: 1).values }
  matrix.copy(from: rows.reversed().flatMap { $0 })
  return values.reversed()
}
