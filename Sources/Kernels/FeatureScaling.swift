import Parallelism

/// Makes columns of numbers comparable: (value − mean) / deviation, at most ``limit`` either way.
public struct FeatureScaling: Sendable, Codable, Equatable {
  /// The mean of each column.
  public var means: [Float]
  /// The standard deviation of each column; 1 for a column without any.
  public var deviations: [Float]

  /// The largest scaled value: an outlier must not outweigh everything else.
  public static let limit: Float = 6
  private static let rowsPerTask = 1 << 14

  /// Leaves everything but outliers as it is.
  public init(columns: Int) {
    means = Array(repeating: 0, count: columns)
    deviations = Array(repeating: 1, count: columns)
  }

  /// The scaling that suits the rows of `matrix`.
  ///
  /// Sums are grouped by a fixed number of rows, so they do not depend on `threads`.
  public init(of matrix: MatrixView, threads: Int) {
    self.init(columns: matrix.columns)
    let tasks = (matrix.rows + Self.rowsPerTask - 1) / Self.rowsPerTask
    let parts = Parallel.map(tasks, threads: threads) { task in
      matrix.moments(Self.rows(task, matrix.rows))
    }
    guard matrix.rows > 0 else { return }
    for column in 0..<matrix.columns {
      let sum = parts.reduce(0) { $0 + $1.sums[column] }
      let squares = parts.reduce(0) { $0 + $1.squares[column] }
      let mean = sum / Double(matrix.rows)
      let variance = max(0, squares / Double(matrix.rows) - mean * mean)
      means[column] = Float(mean)
      let isConstant = variance <= 1e-10 * max(1, mean * mean)
      deviations[column] = isConstant ? 1 : Float(variance.squareRoot())
    }
  }

  /// Scales every row of `matrix`.
  public func apply(to matrix: Matrix, threads: Int) {
    precondition(matrix.columns == means.count, "\(matrix.columns) columns for \(means.count)")
    let tasks = (matrix.rows + Self.rowsPerTask - 1) / Self.rowsPerTask
    Parallel.forEach(tasks, threads: threads) { task in
      for row in Self.rows(task, matrix.rows) {
        let start = unsafe matrix.base + row * matrix.columns
        for j in 0..<matrix.columns {
          let scaled = unsafe (start[j] - means[j]) / deviations[j]
          unsafe start[j] = min(max(scaled, -Self.limit), Self.limit)
        }
      }
    }
  }

  private static func rows(_ task: Int, _ count: Int) -> Range<Int> {
    task * rowsPerTask..<min((task + 1) * rowsPerTask, count)
  }
}

extension MatrixView {
  fileprivate func moments(_ range: Range<Int>) -> (sums: [Double], squares: [Double]) {
    var sums = [Double](repeating: 0, count: columns)
    var squares = sums
    for row in range {
      for j in 0..<columns {
        let value = unsafe Double(base[row * stride + j])
        sums[j] += value
        squares[j] += value * value
      }
    }
    return (sums, squares)
  }
}
