/// The naive twin of ``multiply(_:_:into:accumulating:)``: result = a · b by three loops.
///
/// Shapes: `a` [m × k], `b` [k × n], `result` [m × n].
public func multiplyReference(_ a: MatrixView, _ b: MatrixView, into result: MatrixView) {
  checkShapes(a, b, result)
  let (x, y, z) = unsafe (a.base, b.base, result.base)
  let (n, depth) = (result.columns, a.columns)
  let (rowX, stepX) = a.strides
  let (stepY, columnY) = b.strides
  for i in 0..<result.rows {
    for j in 0..<n {
      var sum: Float = 0
      for l in 0..<depth { unsafe sum += x[i * rowX + l * stepX] * y[l * stepY + j * columnY] }
      unsafe z[i * n + j] = sum
    }
  }
}

/// The blocked twin of ``multiply(_:_:into:accumulating:)``: what plain Swift reaches with care.
///
/// Blocks of `a` and `b` are copied in the order of their use; the innermost loop keeps 4 × 8 sums in
/// vector registers (the scheme of Goto and van de Geijn, "Anatomy of High-Performance Matrix
/// Multiplication", ACM TOMS 34, 2008). Shapes: `a` [m × k], `b` [k × n], `result` [m × n].
public func multiplyBlockedReference(_ a: MatrixView, _ b: MatrixView, into result: MatrixView) {
  checkShapes(a, b, result)
  let (rows, depth) = (result.rows, a.columns)
  let panels = (result.columns + Tile.columns - 1) / Tile.columns
  let packedA = unsafe allocateAligned(Tile.rows * Tile.depth, of: Float.self)
  let packedB = unsafe allocateAligned(panels * Tile.columns * Tile.depth, of: Float.self)
  defer {
    unsafe packedA.deallocate()
    unsafe packedB.deallocate()
  }
  unsafe result.base.update(repeating: 0, count: result.count)
  for start in stride(from: 0, to: depth, by: Tile.depth) {
    let length = min(Tile.depth, depth - start)
    for panel in 0..<panels {
      unsafe pack(
        b.transposed, from: panel * Tile.columns, width: Tile.columns, start: start, length: length,
        into: packedB + panel * Tile.columns * length)
    }
    for row in stride(from: 0, to: rows, by: Tile.rows) {
      unsafe pack(
        a, from: row, width: Tile.rows, start: start, length: length, into: packedA)
      for panel in 0..<panels {
        unsafe addTile(
          packedA, packedB + panel * Tile.columns * length, length: length, to: result, row: row,
          column: panel * Tile.columns)
      }
    }
  }
}

/// The sizes of a tile: 4 × 8 sums fit into the sixteen registers of any x86-64; 256 × 8 numbers of `b`
/// into a first-level cache.
private enum Tile {
  static let rows = 4
  static let columns = 8
  static let depth = 256
}

/// Copies `width` rows of a matrix, element after element in turn; rows beyond the last are zeros.
private func pack(
  _ matrix: MatrixView, from first: Int, width: Int, start: Int, length: Int,
  into target: UnsafeMutablePointer<Float>
) {
  let (rowStep, step) = matrix.strides
  for lane in 0..<width {
    let row = first + lane
    guard row < matrix.rows else {
      for l in 0..<length { unsafe target[l * width + lane] = 0 }
      continue
    }
    let source = unsafe matrix.base + row * rowStep + start * step
    for l in 0..<length { unsafe target[l * width + lane] = source[l * step] }
  }
}

/// Adds one tile of the product to the result.
private func addTile(
  _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, length: Int, to result: MatrixView,
  row: Int, column: Int
) {
  var (first, second) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
  var (third, fourth) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
  let vectors = unsafe UnsafeRawPointer(b).assumingMemoryBound(to: SIMD8<Float>.self)
  for l in 0..<length {
    let (vector, scalars) = unsafe (vectors[l], a + l * Tile.rows)
    unsafe first += scalars[0] * vector
    unsafe second += scalars[1] * vector
    unsafe third += scalars[2] * vector
    unsafe fourth += scalars[3] * vector
  }
  for (lane, sums) in [first, second, third, fourth].prefix(result.rows - row).enumerated() {
    let target = unsafe result.base + (row + lane) * result.columns + column
    for j in 0..<min(Tile.columns, result.columns - column) { unsafe target[j] += sums[j] }
  }
}

private func checkShapes(_ a: MatrixView, _ b: MatrixView, _ result: MatrixView) {
  precondition(
    a.columns == b.rows && result.rows == a.rows && result.columns == b.columns
      && !result.isTransposed,
    "\(a.rows) × \(a.columns) · \(b.rows) × \(b.columns) into \(result.rows) × \(result.columns)")
}
