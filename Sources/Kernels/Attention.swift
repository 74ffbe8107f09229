import Glibc

/// Averages over the rows of a matrix of similarities, [m × n], with one value for each column.
///
/// ``AttentionMask`` says which columns count in a row: what a row says of itself must not tell anything about it.
public struct RowAverages: Sendable {
  private let matrix: Matrix
  private let mask: AttentionMask

  /// Over the rows of `matrix`.
  public init(_ matrix: Matrix, masked mask: AttentionMask) {
    precondition(
      mask == .all || matrix.rows == matrix.columns,
      "\(matrix.rows) × \(matrix.columns) has no diagonal")
    self.matrix = matrix
    self.mask = mask
  }

  /// The largest element of each row, at least 0.
  public func maxima() -> [Float] {
    unsafe map { row, range, largest in
      for j in range { unsafe largest = max(largest, row[j]) }
    }
  }

  /// The sum of each row.
  public func sums() -> [Float] {
    unsafe map { row, range, sum in
      for j in range { unsafe sum += row[j] }
    }
  }

  /// The sum of each row's elements times `values`, [n].
  public func products(_ values: [Float]) -> [Float] {
    precondition(values.count == matrix.columns, "\(values.count) values")
    return unsafe values.withUnsafeBufferPointer { values in
      unsafe map { row, range, sum in
        for j in range { unsafe sum += row[j] * values[j] }
      }
    }
  }

  /// A copy whose elements are `body` of this one's; as many columns count.
  public func mapped(_ body: (Float) -> Float) -> RowAverages {
    let copy = Matrix(rows: matrix.rows, columns: matrix.columns)
    for i in 0..<matrix.count { unsafe copy.base[i] = body(matrix.base[i]) }
    return RowAverages(copy, masked: mask)
  }

  /// A copy whose elements are exp(sharpness · element): attention before it is divided by its sum.
  public func sharpened(_ sharpness: Float) -> RowAverages {
    mapped { expf(sharpness * $0) }
  }

  private func map(
    _ body: (UnsafeMutablePointer<Float>, Range<Int>, inout Float) -> Void
  ) -> [Float] {
    let n = matrix.columns
    return (0..<matrix.rows).map { i in
      let row = unsafe matrix.base + i * n
      var result: Float = 0
      switch mask {
      case .all: unsafe body(row, 0..<n, &result)
      case .causal: unsafe body(row, 0..<i, &result)
      case .leaveOneOut:
        unsafe body(row, 0..<i, &result)
        unsafe body(row, i + 1..<n, &result)
      }
      return result
    }
  }
}
