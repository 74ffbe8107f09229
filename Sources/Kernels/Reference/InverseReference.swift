extension Reference {
  /// The inverse of `a`, [n × n], by Gauss–Jordan elimination with row exchanges.
  public static func inverse(_ a: [Double], n: Int) -> [Double] {
    var left = (0..<n).map { Array(a[$0 * n..<($0 + 1) * n]) }
    var right = (0..<n).map { row in (0..<n).map { $0 == row ? 1.0 : 0 } }
    for column in 0..<n {
      let pivot = (column..<n).max { abs(left[$0][column]) < abs(left[$1][column]) } ?? column
      left.swapAt(column, pivot)
      right.swapAt(column, pivot)
      let divisor = left[column][column]
      for j in 0..<n {
        left[column][j] /= divisor
        right[column][j] /= divisor
      }
      for row in 0..<n where row != column {
        let factor = left[row][column]
        for j in 0..<n {
          left[row][j] -= factor * left[column][j]
          right[row][j] -= factor * right[column][j]
        }
      }
    }
    return right.flatMap { $0 }
  }
}
