public import Kernels

/// The strongest left singular vectors of a sparse matrix, each times its singular value.
///
/// Randomized subspace iteration: Halko, Martinsson and Tropp, "Finding Structure with Randomness", SIAM
/// Review 53 (2011), algorithms 4.4 and 5.1. Rows of the result keep the inner products of the matrix's
/// rows as well as any matrix of that rank can, up to the iteration's error.
public struct TruncatedSVD: Sendable {
  /// The number of singular vectors.
  public var rank: Int
  /// How often the subspace is multiplied by the matrix and its transpose.
  ///
  /// The default is 3.
  public var iterations = 3
  /// Additional dimensions of the subspace while iterating.
  ///
  /// The default is 16.
  public var oversampling = 16

  /// A decomposition of that rank.
  public init(rank: Int) {
    precondition(rank > 0, "rank \(rank)")
    self.rank = rank
  }

  /// U · Σ of `matrix`, [rows × min(rank, rows, columns)], columns falling in length.
  ///
  /// The same bits for any number of threads.
  public func embedding(
    of matrix: SparseRows, threads: Int, using generator: inout some RandomNumberGenerator
  ) -> Matrix {
    let width = min(rank + oversampling, matrix.rows, matrix.columns)
    let transposed = matrix.transposed
    let left = Matrix(rows: matrix.rows, columns: width)
    let right = Matrix(rows: matrix.columns, columns: width)
    right.copy(
      from: (0..<right.count).map { _ in .random(in: -1...1, using: &generator) })
    multiply(matrix, right, into: left, threads: threads)
    for _ in 0..<iterations {
      orthonormalizeColumns(left)
      multiply(transposed, left, into: right, threads: threads)
      multiply(matrix, right, into: left, threads: threads)
    }
    orthonormalizeColumns(left)
    multiply(transposed, left, into: right, threads: threads)
    return rotated(left, by: right)
  }

  /// The basis `left` turned into singular directions and scaled, given right = Aᵀ · left.
  private func rotated(_ left: Matrix, by right: Matrix) -> Matrix {
    let width = left.columns
    let gram = Matrix(rows: width, columns: width)
    multiply(right.view.transposed, right.view, into: gram.view)
    let eigenvalues = diagonalize(gram)
    let kept = min(rank, width)
    let directions = Matrix(rows: kept, columns: width)
    for row in 0..<kept {
      let scale = max(0, eigenvalues[row]).squareRoot()
      for j in 0..<width { directions[row, j] = gram[row, j] * scale }
    }
    let result = Matrix(rows: left.rows, columns: kept)
    multiply(left.view, directions.view.transposed, into: result.view)
    return result
  }
}
