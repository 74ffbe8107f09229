/// Makes columns of numbers comparable: (value − mean) / deviation, at most ``limit`` either way.
public struct FeatureScaling: Sendable, Codable, Equatable {
  /// The mean of each column.
  public var means: [Float]
  /// The standard deviation of each column; 1 for a column without any.
  public var deviations: [Float]

  /// The largest scaled value: an outlier must not outweigh everything else.
  public static let limit: Float = 6

  /// Leaves everything but outliers as it is.
  public init(columns: Int) {
    means = Array(repeating: 0, count: columns)
    deviations = Array(repeating: 1, count: columns)
  }

  /// The scaling that suits `count` columns.
  ///
  /// - Parameter values: The numbers of a column, in parts: whoever has them in many arrays need not join these.
  public init(columns count: Int, _ values: (_ column: Int) -> [[Float]]) {
    self.init(columns: count)
    for column in 0..<count {
      var (sum, squares, rows) = (0.0, 0.0, 0.0)
      for part in values(column) {
        for value in part {
          sum += Double(value)
          squares += Double(value) * Double(value)
        }
        rows += Double(part.count)
      }
      guard rows > 0 else { continue }
      let mean = sum / rows
      let variance = max(0, squares / rows - mean * mean)
      means[column] = Float(mean)
      let isConstant = variance <= 1e-10 * max(1, mean * mean)
      deviations[column] = isConstant ? 1 : Float(variance.squareRoot())
    }
  }

  /// The features of one pair, scaled.
  public func scaled(_ values: [Float]) -> [Float] {
    precondition(values.count == means.count, "\(values.count) features for \(means.count)")
    return values.indices.map { column in
      let scaled = (values[column] - means[column]) / deviations[column]
      return min(max(scaled, -Self.limit), Self.limit)
    }
  }
}
