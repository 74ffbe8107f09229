import BookData

/// How far predictions are from ratings.
public struct ErrorMetrics: Sendable, Codable, Equatable {
  /// The mean squared error.
  public var mse: Double
  /// Its square root, in the unit of the ratings.
  public var rmse: Double
  /// The mean absolute error, in the unit of the ratings.
  public var mae: Double
  /// The number of ratings compared.
  public var count: Int

  /// The metrics of `count` ratings with these sums of squared and absolute errors.
  package init(squared: Double, absolute: Double, count: Int) {
    let n = Double(max(1, count))
    mse = squared / n
    rmse = mse.squareRoot()
    mae = absolute / n
    self.count = count
  }
}
