internal import CLAPACKE
internal import COpenBLAS
import Parallelism

/// A matrix that was to be positive definite and is not.
public struct NotPositiveDefiniteError: Error, Equatable, CustomStringConvertible {
  /// The number of rows and columns.
  package let order: Int
  /// The first row, from 0, at which the factorization has no positive, finite pivot.
  package let row: Int

  /// One sentence: what was found and what would help.
  public var description: String {
    "a \(order) × \(order) matrix has no positive pivot at row \(row), expected a positive definite "
      + "one: a larger value on the diagonal (regularization) may help"
  }
}

/// The inverse of a large positive definite matrix, by tiles on several threads.
///
/// A = L · Lᵀ, then L⁻¹, then A⁻¹ = L⁻ᵀ · L⁻¹, each in place on the lower triangle, tile by tile: LAPACK's
/// `spotrf`, `strtri` and `slauum` on the diagonal, `strsm`, `strmm` and `sgemm` off it (Bientinesi, Gunter,
/// van de Geijn, "Families of algorithms related to the inversion of a symmetric positive definite matrix",
/// ACM TOMS 35, 2008). The cut into tiles depends on the order alone and each tile is written by one task at
/// a time, so the bits do not depend on the number of threads.
///
/// - Complexity: n³ multiplications, as many additions; no memory beside the matrix.
public struct BlockedCholesky: Sendable {
  /// Rows and columns of a tile: three of them fit in a core's second-level cache.
  static let tileSize = 256

  private let tiles: Tiles
  private let threads: Int

  /// Replaces a symmetric positive definite matrix by its inverse.
  ///
  /// Only the lower triangle is read; the whole matrix is written, exactly symmetric.
  ///
  /// - Parameters:
  ///   - matrix: The matrix, [n × n]; worthless after an error.
  ///   - threads: How many threads work; the result does not depend on it.
  /// - Throws: ``NotPositiveDefiniteError``, for numbers that are not finite as well.
  public static func invert(_ matrix: Matrix, threads: Int) throws(NotPositiveDefiniteError) {
    precondition(
      matrix.rows == matrix.columns, "\(matrix.rows) × \(matrix.columns), expected a square")
    precondition(BLAS.isSerial, "OpenBLAS does not honour openblas_set_num_threads(1)")
    let work = BlockedCholesky(
      tiles: Tiles(matrix: matrix, size: tileSize), threads: threads)
    for k in 0..<work.tiles.count { try work.factor(column: k) }
    for k in 0..<work.tiles.count { work.invertFactor(column: k) }
    for k in 0..<work.tiles.count { work.multiplyFactors(row: k) }
    work.mirror()
  }

  /// Column k of L, and its share taken from all that lies to the right.
  private func factor(column k: Int) throws(NotPositiveDefiniteError) {
    let failed = tiles.factorDiagonal(k)
    guard failed == nil else {
      throw NotPositiveDefiniteError(order: tiles.order, row: failed ?? 0)
    }
    let below = k + 1..<tiles.count
    forEach(below) { i in
      tiles.triangular(.solve, k, side: CblasRight, CblasTrans, scale: 1, on: (i, k))
    }
    forEachPair(below) { i, j in
      tiles.addProduct(-1, (i, k), CblasNoTrans, (j, k), CblasTrans, to: (i, j))
    }
  }

  /// Column k of L⁻¹, whose share goes into the rows below and the columns to the left.
  private func invertFactor(column k: Int) {
    let below = k + 1..<tiles.count
    forEach(below) { i in
      tiles.triangular(.solve, k, side: CblasRight, CblasNoTrans, scale: -1, on: (i, k))
    }
    forEach(0..<below.count * k) { task in
      let (i, j) = (k + 1 + task / max(1, k), task % max(1, k))
      tiles.addProduct(1, (i, k), CblasNoTrans, (k, j), CblasNoTrans, to: (i, j))
    }
    forEach(0..<k) { j in
      tiles.triangular(.solve, k, side: CblasLeft, CblasNoTrans, scale: 1, on: (k, j))
    }
    tiles.invertDiagonal(k)
  }

  /// Row k's share of L⁻ᵀ · L⁻¹, which goes into the rows above.
  private func multiplyFactors(row k: Int) {
    forEachPair(0..<k) { i, j in
      tiles.addProduct(1, (k, i), CblasTrans, (k, j), CblasNoTrans, to: (i, j))
    }
    forEach(0..<k) { j in
      tiles.triangular(.multiply, k, side: CblasLeft, CblasTrans, scale: 1, on: (k, j))
    }
    tiles.multiplyDiagonal(k)
  }

  /// Copies the lower triangle to the upper one.
  private func mirror() {
    forEachPair(0..<tiles.count) { i, j in tiles.mirror(i, j) }
  }

  // MARK: Tasks

  private func forEach(_ range: Range<Int>, _ body: @Sendable (Int) -> Void) {
    Parallel.forEach(range.count, threads: threads) { body(range.lowerBound + $0) }
  }

  /// All i ≥ j of the range, as independent tasks; long rows first, so that the last task is short.
  private func forEachPair(_ range: Range<Int>, _ body: @Sendable (Int, Int) -> Void) {
    let pairs = range.reversed().flatMap { i in (range.lowerBound...i).map { (i, $0) } }
    Parallel.forEach(pairs.count, threads: threads) { body(pairs[$0].0, pairs[$0].1) }
  }
}
