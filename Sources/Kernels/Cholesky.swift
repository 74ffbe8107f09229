internal import CLAPACKE
internal import COpenBLAS

/// The Cholesky factor L of a symmetric positive-definite matrix A = L · Lᵀ, for up to a few thousand rows.
///
/// LAPACK's `spotrf`, `spotrs` and `spotri` on one thread: the caller works on many matrices in parallel.
///
/// `@unchecked Sendable` holds because nothing changes after ``init(factoring:size:)``.
@safe public final class Cholesky: @unchecked Sendable {
  /// The number of rows of A.
  public let size: Int
  private let factor: Matrix

  /// Factors the leading `size` × `size` elements of `matrix`, which keeps the factor; nil unless A is
  /// positive definite.
  ///
  /// - Parameters:
  ///   - matrix: In: A, at least its lower triangle, its rows `size` elements long from the first on.
  ///     Out: clobbered, and owned by this object.
  ///   - size: The number of rows of A. The default is that of `matrix`.
  /// - Complexity: O(n³ / 3).
  public init?(factoring matrix: Matrix, size: Int? = nil) {
    let n = size ?? matrix.rows
    precondition(n * n <= matrix.count, "\(n) × \(n) elements of \(matrix.count)")
    precondition(BLAS.isSerial, BLAS.notSerial)
    self.size = n
    factor = matrix
    // Row-major lower is LAPACK's upper.
    let status = unsafe LAPACKE_spotrf_work(
      LAPACK_COL_MAJOR, Self.triangle, Int32(n), matrix.base, Int32(max(1, n)))
    precondition(status >= 0, "spotrf's argument \(-status)")
    // LAPACK lets some NaNs pass; they reach the factor's diagonal.
    guard status == 0, (0..<n).allSatisfy({ unsafe factor.base[$0 * n + $0].isFinite })
    else { return nil }
  }

  /// Replaces each of the `count` right-hand sides b in `vectors` by A⁻¹ · b.
  ///
  /// - Parameters:
  ///   - vectors: [count × n], one right-hand side a row.
  /// - Complexity: O(2 n² · count).
  public func solve(_ vectors: MatrixView) {
    precondition(
      vectors.columns == size && !vectors.isTransposed,
      "\(vectors.rows) × \(vectors.columns) for \(size) unknowns")
    guard size > 0, vectors.rows > 0 else { return }
    let status = unsafe LAPACKE_spotrs_work(
      LAPACK_COL_MAJOR, Self.triangle, Int32(size), Int32(vectors.rows), factor.base,
      Int32(size), vectors.base, Int32(size))
    precondition(status == 0, "spotrs's argument \(-status)")
  }

  /// Replaces each row b of `vectors`, [count × n], by L⁻¹ · b, whose squared length is bᵀ · A⁻¹ · b.
  public func whiten(_ vectors: MatrixView) {
    precondition(
      vectors.columns == size && !vectors.isTransposed,
      "\(vectors.rows) × \(vectors.columns) for \(size) unknowns")
    guard size > 0, vectors.rows > 0 else { return }
    let status = unsafe LAPACKE_strtrs_work(
      LAPACK_COL_MAJOR, Self.triangle, Self.transposed, Self.withDiagonal, Int32(size),
      Int32(vectors.rows), factor.base, Int32(size), vectors.base, Int32(size))
    precondition(status == 0, "strtrs's argument \(-status)")
  }

  /// Replaces each row b of `vectors`, [count × n], by Lᵀ · b.
  public func multiplyByFactor(_ vectors: MatrixView) {
    precondition(
      vectors.columns == size && !vectors.isTransposed,
      "\(vectors.rows) × \(vectors.columns) for a factor of \(size) rows")
    guard size > 0, vectors.rows > 0 else { return }
    unsafe cblas_strmm(
      CblasRowMajor, CblasRight, CblasLower, CblasNoTrans, CblasNonUnit, blasint(vectors.rows),
      blasint(size), 1, factor.base, blasint(size), vectors.base, blasint(size))
  }

  /// The diagonal of L.
  public var diagonal: [Float] { (0..<size).map { unsafe factor.base[$0 * size + $0] } }

  /// Solves the systems of A's leading parts: row j of `result`, [n × n], gets the solution x of
  /// A[..<j, ..<j] · x = b[..<j], and zeros from j on.
  ///
  /// - Parameter whitened: L⁻¹ · b, [1 × n].
  /// - Complexity: O(n³ / 3).
  public func solveLeading(_ whitened: Matrix, into result: Matrix) {
    precondition(
      whitened.count == size && result.rows == size && result.columns == size,
      "\(whitened.count) numbers into \(result.rows) × \(result.columns) of \(size) unknowns")
    result.fill(0)
    for j in 1..<max(1, size) {
      let row = unsafe result.base + j * size
      unsafe row.update(from: whitened.base, count: j)
      let status = unsafe LAPACKE_strtrs_work(
        LAPACK_COL_MAJOR, Self.triangle, Self.plain, Self.withDiagonal, Int32(j), 1,
        factor.base, Int32(size), row, Int32(j))
      precondition(status == 0, "strtrs's argument \(-status)")
    }
  }

  /// Writes A⁻¹, all of it, to the first n × n elements of `target`.
  ///
  /// - Complexity: O(2 n³ / 3).
  public func invert(into target: Matrix) {
    let n = size
    precondition(n * n <= target.count, "\(n) × \(n) elements into \(target.count)")
    unsafe target.base.update(from: factor.base, count: n * n)
    let status = unsafe LAPACKE_spotri_work(
      LAPACK_COL_MAJOR, Self.triangle, Int32(n), target.base, Int32(max(1, n)))
    precondition(status == 0, "spotri's status \(status)")
    for i in 0..<n {
      for j in 0..<i { unsafe target.base[j * n + i] = target.base[i * n + j] }
    }
  }

  private static let triangle = CChar(UInt8(ascii: "U"))
  private static let plain = CChar(UInt8(ascii: "N"))
  private static let transposed = CChar(UInt8(ascii: "T"))
  private static let withDiagonal = CChar(UInt8(ascii: "N"))
}
