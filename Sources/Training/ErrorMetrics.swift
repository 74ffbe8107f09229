public import Interactions

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
  public init(squared: Double, absolute: Double, count: Int) {
    let n = Double(max(1, count))
    mse = squared / n
    rmse = mse.squareRoot()
    mae = absolute / n
    self.count = count
  }
}

/// The range of ratings seen in training; predictions are clipped to it.
public struct RatingRange: Sendable, Codable, Equatable {
  /// The lowest rating.
  public var lowest: Float
  /// The highest rating.
  public var highest: Float

  /// The range from `lowest` to `highest`.
  public init(lowest: Float, highest: Float) {
    precondition(lowest <= highest, "ratings from \(lowest) to \(highest)")
    self.lowest = lowest
    self.highest = highest
  }

  /// The range of the values of `rows`, of which there is at least one.
  public init(of rows: some Collection<Rating>) {
    self.init(
      lowest: rows.reduce(.infinity) { min($0, $1.value) },
      highest: rows.reduce(-.infinity) { max($0, $1.value) })
  }

  /// The rating in the range that is nearest to `value`.
  public func clip(_ value: Float) -> Float { min(max(value, lowest), highest) }
}
