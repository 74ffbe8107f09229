/// The solution x of A · x = b by Gaussian elimination, for a symmetric positive-definite A [n × n], row by row.
public func solved(_ matrix: [Double], _ b: [Double]) -> [Double] {
  let n = b.count
  var (rows, x) = (matrix, b)
  for pivot in 0..<n {
    for row in pivot + 1..<n {
      let factor = rows[row * n + pivot] / rows[pivot * n + pivot]
      for column in pivot..<n { rows[row * n + column] -= factor * rows[pivot * n + column] }
      x[row] -= factor * x[pivot]
    }
  }
  for row in (0..<n).reversed() {
    for column in row + 1..<n { x[row] -= rows[row * n + column] * x[column] }
    x[row] /= rows[row * n + row]
  }
  return x
}
