internal import CLAPACKE
internal import COpenBLAS

/// A square matrix cut in square tiles, those of the last row and column perhaps smaller.
///
/// Row-major lower triangles are LAPACK's column-major upper ones, so nothing is transposed on the way.
struct Tiles: Sendable {
  typealias Place = (row: Int, column: Int)

  /// What is done with a triangle: X ← T⁻¹ · X, or X ← T · X.
  enum Triangular { case solve, multiply }

  let matrix: Matrix
  let size: Int

  var order: Int { matrix.rows }
  /// The number of tiles in a row or column.
  var count: Int { (order + size - 1) / size }

  /// L of the diagonal tile, in place; the row of the matrix without a positive finite pivot, if any.
  func factorDiagonal(_ k: Int) -> Int? {
    let rows = length(k)
    let status = unsafe LAPACKE_spotrf(LAPACK_COL_MAJOR, upper, rows, start((k, k)), leading)
    // The checked interface answers −4 where it finds a number that is none.
    guard status == 0 else { return k * size + max(0, Int(status) - 1) }
    return (0..<Int(rows)).map { k * size + $0 }.first { !matrix[$0, $0].isFinite }
  }

  /// The inverse of the triangle in a diagonal tile, in place.
  func invertDiagonal(_ k: Int) {
    let status = unsafe LAPACKE_strtri_work(
      LAPACK_COL_MAJOR, upper, nonUnit, length(k), start((k, k)), leading)
    precondition(status == 0, "strtri answered \(status) for a triangle with positive diagonal")
  }

  /// Tᵀ · T of the lower triangle T in a diagonal tile, in place.
  func multiplyDiagonal(_ k: Int) {
    let status = unsafe LAPACKE_slauum_work(
      LAPACK_COL_MAJOR, upper, length(k), start((k, k)), leading)
    precondition(status == 0, "slauum answered \(status)")
  }

  /// Solves with or multiplies by `scale` × the triangle of diagonal tile k, on one side of a tile.
  func triangular(
    _ operation: Triangular, _ k: Int, side: CBLAS_SIDE, _ transpose: CBLAS_TRANSPOSE,
    scale: Float, on place: Place
  ) {
    let (rows, columns) = (length(place.row), length(place.column))
    let (triangle, target) = unsafe (start((k, k)), start(place))
    switch operation {
    case .solve:
      unsafe cblas_strsm(
        CblasRowMajor, side, CblasLower, transpose, CblasNonUnit, rows, columns, scale, triangle,
        leading, target, leading)
    case .multiply:
      unsafe cblas_strmm(
        CblasRowMajor, side, CblasLower, transpose, CblasNonUnit, rows, columns, scale, triangle,
        leading, target, leading)
    }
  }

  /// target += scale · a · b.
  func addProduct(
    _ scale: Float, _ a: Place, _ transposeA: CBLAS_TRANSPOSE, _ b: Place,
    _ transposeB: CBLAS_TRANSPOSE, to target: Place
  ) {
    let inner = length(transposeA == CblasTrans ? a.row : a.column)
    unsafe cblas_sgemm(
      CblasRowMajor, transposeA, transposeB, length(target.row), length(target.column), inner,
      scale, start(a), leading, start(b), leading, 1, start(target), leading)
  }

  /// Copies what lies below the diagonal in tile (i, j) to its mirror image.
  func mirror(_ i: Int, _ j: Int) {
    let (base, n) = unsafe (matrix.base, order)
    for row in i * size..<min((i + 1) * size, n) {
      for column in j * size..<min((j + 1) * size, row) {
        unsafe base[column * n + row] = base[row * n + column]
      }
    }
  }

  // MARK: LAPACK's words

  private var upper: CChar { CChar(UInt8(ascii: "U")) }
  private var nonUnit: CChar { CChar(UInt8(ascii: "N")) }
  private var leading: blasint { blasint(order) }

  private func length(_ index: Int) -> blasint { blasint(min(size, order - index * size)) }

  private func start(_ place: Place) -> UnsafeMutablePointer<Float> {
    unsafe matrix.base + place.row * size * order + place.column * size
  }
}
