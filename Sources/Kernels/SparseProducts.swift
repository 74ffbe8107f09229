/// A dense vector of zeros that sparse rows are spread out in, and taken back from.
///
/// `@unchecked Sendable` holds because each member of a team has its own.
@safe public final class SparseScratch: @unchecked Sendable {
  private let vector: Matrix

  /// Room for rows of `columns` columns.
  public init(columns: Int) { vector = Matrix(rows: 1, columns: columns) }

  /// Inner products of rows of `matrix` with each other: result[a, b] = row(rows[a]) · row(rows[b]).
  ///
  /// The vector must be zero, and is so again afterwards. Complexity: O(n · elements of the n rows).
  ///
  /// - Parameters:
  ///   - rows: n rows of the matrix.
  ///   - result: Out, [n × n].
  public func gram(of matrix: SparseRows, rows: [UInt32], into result: Matrix) {
    let n = rows.count
    precondition(
      result.rows == n && result.columns == n && matrix.columns == vector.columns,
      "\(n) rows into \(result.rows) × \(result.columns)")
    for a in 0..<n {
      add(matrix, row: rows[a], weight: 1)
      for b in 0...a {
        let product = dot(matrix, row: rows[b])
        unsafe result.base[a * n + b] = product
        unsafe result.base[b * n + a] = product
      }
      clear(matrix, row: rows[a])
    }
  }

  /// vector += weight · row.
  public func add(_ matrix: SparseRows, row: UInt32, weight: Float) {
    let target = unsafe vector.base
    forEachElement(of: matrix, row) { column, value in
      unsafe target[column] += weight * value
    }
  }

  /// vector · row.
  public func dot(_ matrix: SparseRows, row: UInt32) -> Float {
    let source = unsafe vector.base
    var sum: Float = 0
    forEachElement(of: matrix, row) { column, value in
      unsafe sum += source[column] * value
    }
    return sum
  }

  /// Sets the vector to zero where `row` has elements.
  public func clear(_ matrix: SparseRows, row: UInt32) {
    let target = unsafe vector.base
    forEachElement(of: matrix, row) { column, _ in unsafe target[column] = 0 }
  }

  @inline(__always)
  private func forEachElement(
    of matrix: SparseRows, _ row: UInt32, _ body: (Int, Float) -> Void
  ) {
    // SparseRows promises that every index is below its number of columns.
    precondition(matrix.columns == vector.columns, "\(matrix.columns) columns")
    let places = matrix[Int(row)]
    unsafe matrix.indices.withUnsafeBufferPointer { indices in
      unsafe matrix.values.withUnsafeBufferPointer { values in
        for place in places { unsafe body(Int(indices[place]), values[place]) }
      }
    }
  }
}

extension SparseScratch {
  /// Inner products of rows with other rows: result[a, b] = row(rows[a]) · row(others[b]).
  ///
  /// The vector must be zero, and is so again afterwards.
  ///
  /// - Parameters:
  ///   - rows: m rows of the matrix.
  ///   - others: n rows of the matrix.
  ///   - result: Out, [m × n].
  public func products(
    of matrix: SparseRows, rows: [UInt32], with others: [UInt32], into result: Matrix
  ) {
    precondition(
      result.rows == rows.count && result.columns == others.count,
      "\(rows.count) × \(others.count) into \(result.rows) × \(result.columns)")
    for (a, row) in rows.enumerated() {
      add(matrix, row: row, weight: 1)
      for (b, other) in others.enumerated() {
        unsafe result.base[a * others.count + b] = dot(matrix, row: other)
      }
      clear(matrix, row: row)
    }
  }
}
