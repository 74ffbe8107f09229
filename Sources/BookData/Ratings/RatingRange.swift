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
  package init(of rows: some Collection<Rating>) {
    self.init(
      lowest: rows.reduce(.infinity) { min($0, $1.value) },
      highest: rows.reduce(-.infinity) { max($0, $1.value) })
  }

  /// The rating in the range that is nearest to `value`.
  public func clip(_ value: Float) -> Float { min(max(value, lowest), highest) }
}
