import Foundation

/// A line through measured points, straight between them and held or continued beyond.
struct Curve: Sendable {
  let points: [(x: Double, y: Double)]

  /// The value at `x`, by linear interpolation; outside, the first or last piece continues.
  func value(at x: Double) -> Double {
    let next = points.dropFirst().dropLast().firstIndex { $0.x >= x } ?? points.count - 1
    let (left, right) = (points[next - 1], points[next])
    return left.y + (right.y - left.y) * (x - left.x) / (right.x - left.x)
  }
}

extension Curve {
  /// Ratings of a reader over the mean reader's, by quantile: goodbooks-10k's final edition.
  static let activity = Curve(points: [
    (0, 0.17), (0.01, 0.345), (0.05, 0.645), (0.10, 0.735), (0.25, 0.861), (0.50, 0.995),
    (0.75, 1.138), (0.90, 1.290), (0.95, 1.389), (0.99, 1.55), (1, 1.79),
  ])

  /// ln(ratings of a book) by ln(rank / books): goodbooks-10k's final edition.
  static let popularity = Curve(
    points: [
      (0.000_05, 23_000), (0.001, 14_500), (0.01, 6_300), (0.05, 2_080), (0.10, 1_200),
      (0.25, 520), (0.50, 265), (0.75, 160), (0.90, 104), (0.99, 42), (1, 12),
    ].map { (log($0.0), log($0.1)) })
}
