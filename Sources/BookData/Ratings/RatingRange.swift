/// The range of ratings seen in training; predictions are clipped to it.
package struct RatingRange: Sendable, Codable, Equatable {
  /// The lowest rating.
  package var lowest: Float
  /// The highest rating.
  package var highest: Float

  /// The range from `lowest` to `highest`.
  package init(lowest: Float, highest: Float) {
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
  package func clip(_ value: Float) -> Float { min(max(value, lowest), highest) }
}
