internal import CIntrinsics

extension Matrix {
  /// Multiplies every element by `factor`.
  public func scale(_ factor: Float) {
    for i in 0..<count { unsafe base[i] *= factor }
  }

  /// Adds factor · source, element by element; the shapes are the same.
  public func add(_ source: Matrix, times factor: Float) {
    precondition(
      source.rows == rows && source.columns == columns,
      "\(source.rows) × \(source.columns) to \(rows) × \(columns)")
    unsafe octavo_add_scaled(count, base, source.base, factor)
  }

  /// Adds `value` to the diagonal of a square matrix.
  public func addToDiagonal(_ value: Float) {
    precondition(rows == columns, "\(rows) × \(columns) is not square")
    for i in 0..<rows { unsafe base[i * columns + i] += value }
  }

  /// Sets each element (i, j) to 1 where id i equals other id j and is not `exception`, else to 0.
  ///
  /// Shapes: [m × n] for m ids and n others.
  public func markEqual(_ ids: [UInt32], _ others: [UInt32], except exception: UInt32) {
    precondition(
      rows == ids.count && columns == others.count,
      "\(ids.count) × \(others.count) ids for \(rows) × \(columns)")
    unsafe others.withUnsafeBufferPointer { others in
      for (i, id) in ids.enumerated() {
        let row = unsafe base + i * columns
        guard id != exception else {
          unsafe row.update(repeating: 0, count: columns)
          continue
        }
        for j in 0..<columns { unsafe row[j] = others[j] == id ? 1 : 0 }
      }
    }
  }

  /// The inner product of each row with the same row of `other`; the shapes are the same.
  public func rowProducts(_ other: Matrix) -> [Float] {
    precondition(
      other.rows == rows && other.columns == columns,
      "\(other.rows) × \(other.columns) with \(rows) × \(columns)")
    return unsafe [Float](unsafeUninitializedCapacity: rows) { products, count in
      count = rows
      guard let start = products.baseAddress else { return }
      unsafe octavo_inner_products(rows, columns, base, other.base, start)
    }
  }

  /// Takes from each row j of this [n × n] matrix the multiple of row j of `inverse` that makes element
  /// (j, j) zero.
  public func removeOwn(_ inverse: Matrix) {
    precondition(
      rows == columns && inverse.rows == rows && inverse.columns == columns,
      "\(inverse.rows) × \(inverse.columns) for \(rows) × \(columns)")
    for j in 0..<rows {
      let (row, other) = unsafe (base + j * columns, inverse.base + j * columns)
      let excess = unsafe row[j] / other[j]
      for k in 0..<columns { unsafe row[k] -= other[k] * excess }
      unsafe row[j] = 0
    }
  }
}
