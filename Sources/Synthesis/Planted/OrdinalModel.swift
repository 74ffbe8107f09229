import Foundation

/// Ratings as cut points on a hidden scale: r = 1 + #{k : location + noise · ε > threshold_k}, ε ~ N(0, 1).
///
/// McCullagh, "Regression Models for Ordinal Data", JRSS B 42 (1980). Because the noise is Gaussian the
/// chance of every rating, and so its mean and variance, is known exactly.
struct OrdinalModel: Sendable {
  /// Between ratings 1|2, 2|3, 3|4, 4|5, increasing.
  let thresholds: SIMD4<Double>
  /// Standard deviation of the noise, in units of the hidden scale.
  let noise: Double

  /// Shares of the ratings 1 to 5 in goodbooks-10k.
  static let goodbooksShares = [0.0207, 0.0601, 0.2288, 0.3579, 0.3325]

  /// The chances of the five ratings at `location`.
  func chances(at location: Double) -> RatingChances {
    let distance = (thresholds - location) / noise
    return RatingChances(
      atMost: SIMD4(
        normalCumulative(distance[0]), normalCumulative(distance[1]),
        normalCumulative(distance[2]), normalCumulative(distance[3])))
  }

  /// The model whose ratings over `locations` have the given `shares` of 1 to 5.
  static func fitted(to shares: [Double], locations: [Double], noise: Double) -> OrdinalModel {
    precondition(shares.count == 5 && !locations.isEmpty, "\(shares.count) shares, expected 5")
    var thresholds = SIMD4<Double>()
    var atMost = 0.0
    for k in 0..<4 {
      atMost += shares[k]
      thresholds[k] = threshold(below: atMost, locations: locations, noise: noise)
    }
    return OrdinalModel(thresholds: thresholds, noise: noise)
  }

  /// Where the mixture of N(location, noise²) has the cumulative chance `share`, by bisection.
  private static func threshold(below share: Double, locations: [Double], noise: Double) -> Double {
    var low = (locations.min() ?? 0) - 9 * noise
    var high = (locations.max() ?? 0) + 9 * noise
    for _ in 0..<40 {
      let middle = (low + high) / 2
      let sum = locations.reduce(0) { $0 + normalCumulative((middle - $1) / noise) }
      if sum < share * Double(locations.count) { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}

/// The distribution of one rating.
struct RatingChances: Sendable {
  /// P(r ≤ k) for k = 1, 2, 3, 4.
  let atMost: SIMD4<Double>

  /// E[r] = 1 + Σ P(r > k).
  var mean: Double { 5 - atMost.sum() }

  /// E[r²] − E[r]², with r² = 1 + Σ_{k < r} (2k + 1).
  var variance: Double {
    let above = 1 - atMost
    let secondMoment = 1 + (above * SIMD4(3, 5, 7, 9)).sum()
    return secondMoment - mean * mean
  }

  /// The rating at `quantile` in [0, 1): inversion, so an even `quantile` gives a true draw.
  func rating(at quantile: Double) -> Int {
    var rating = 1
    for k in 0..<4 where quantile >= atMost[k] { rating += 1 }
    return rating
  }
}

/// P(N(0, 1) ≤ x).
func normalCumulative(_ x: Double) -> Double {
  0.5 * erfc(-x * 0.5.squareRoot())
}
