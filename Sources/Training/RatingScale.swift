import BookData
import Foundation

/// What makes ratings of any scale alike: a network learns (rating − center) / unit.
///
/// Both are of the same unit as ratings, so that ratings r and a·r + b give a network the same numbers. The
/// center is the lowest rating. The unit is a quarter of the range, times a power of two where the deviation
/// would not be between 1/2 and 2: ratings from 1 to 5 keep the steps between them, and one rating far off
/// does not make all others the same.
package struct RatingScale: Sendable, Equatable, Codable {
  /// The rating that is 0 to the network.
  let center: Float
  /// The rating's distance that is 1 to the network; above 0.
  package let unit: Float

  /// The scale of at least one rating; their own where all are the same.
  package init(of rows: ArraySlice<Rating>) {
    let range = RatingRange(of: rows)
    center = range.lowest
    let quarter = (Double(range.highest) - Double(range.lowest)) / 4
    guard quarter > 0 else {
      unit = 1
      return
    }
    // In quarters of the range from the lowest rating: free of the scale, hence of how it rounds.
    let values = rows.lazy.map { (Double($0.value) - Double(range.lowest)) / quarter }
    let mean = values.reduce(0, +) / Double(rows.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(rows.count)
    let power = (log2(variance) / 2).rounded(.towardZero)
    unit = max(Float(quarter * exp2(power)), .leastNormalMagnitude)
  }

  /// What the network learns in the place of a rating.
  func standardized(_ rating: Float) -> Float {
    Float((Double(rating) - Double(center)) / Double(unit))
  }

  /// What a squared error of the network is worth in ratings.
  var squaredUnit: Double { Double(unit) * Double(unit) }
}
