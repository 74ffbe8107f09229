internal import CIntrinsics

/// Gaussian beliefs about vectors, one a row: E[v vᵀ] packed, and then E[v].
///
/// A symmetric matrix of order d is packed as the rows of its lower triangle, d (d + 1) / 2 numbers.
public struct GaussianRows: Sendable {
  /// The dimension d of the vectors.
  public let order: Int
  /// Second moments and means, [rows × (d (d + 1) / 2 + d)].
  public let table: Matrix

  /// Vectors that are known to be zero.
  public init(rows: Int, order: Int) {
    precondition(order > 0, "vectors of \(order) dimensions")
    self.order = order
    table = Matrix(rows: rows, columns: packedCount(order) + order)
  }

  /// The number of rows.
  public var rows: Int { table.rows }

  /// The numbers of a packed matrix.
  var packed: Int { packedCount(order) }

  /// E[v] of every row, [rows × d].
  public var means: Matrix {
    let means = Matrix(rows: rows, columns: order)
    for row in 0..<rows {
      unsafe (means.base + row * order).update(
        from: table.base + row * table.columns + packed, count: order)
    }
    return means
  }

  /// Makes the rows' vectors known: `means`, [rows × d], without any doubt.
  public func copy(certain means: Matrix) {
    precondition(means.rows == rows && means.columns == order, "\(means.rows) × \(means.columns)")
    for row in 0..<rows {
      let mean = unsafe means.base + row * order
      let target = unsafe table.base + row * table.columns
      for i in 0..<order {
        for j in 0...i { unsafe target[packedCount(i) + j] = mean[i] * mean[j] }
        unsafe target[packed + i] = mean[i]
      }
    }
  }

  /// The covariance of one row's vector, packed.
  public func covariance(_ row: Int) -> [Float] {
    precondition((0..<rows).contains(row), "row \(row) of \(rows)")
    let start = unsafe table.base + row * table.columns
    let mean = unsafe start + packed
    return (0..<order).flatMap { i in
      (0...i).map { j in unsafe start[packedCount(i) + j] - mean[i] * mean[j] }
    }
  }
}

/// The numbers of a packed symmetric matrix of that order; where row `order` of it begins.
func packedCount(_ order: Int) -> Int { order * (order + 1) / 2 }

extension Matrix {
  /// Products of symmetric matrices, packed one a row, with one vector: row i is S(rows[i]) · vector, [n × d].
  ///
  /// Traps unless the rows are packed matrices of the vector's order.
  public func packedProducts(_ rows: [UInt32], with vector: [Float]) -> Matrix {
    let order = vector.count
    precondition(columns == packedCount(order), "\(columns) numbers of matrices of order \(order)")
    let products = Matrix(rows: rows.count, columns: order)
    unsafe vector.withUnsafeBufferPointer { vector in
      guard let vector = vector.baseAddress else { return }
      for (place, row) in rows.enumerated() {
        precondition(Int(row) < self.rows, "row \(row) of \(self.rows)")
        unsafe octavo_packed_product(
          order, base + Int(row) * columns, vector, products.base + place * order)
      }
    }
    return products
  }
}
