/// How much a rating speaks for other books: weights at equal steps from the lowest to the highest rating.
public struct InputScale: Sendable, Equatable {
  /// The lowest rating.
  public let lowest: Float
  /// The highest rating.
  public let highest: Float
  /// The weights at lowest, …, highest; at least one.
  public let weights: [Float]

  /// A scale of these parts.
  public init(lowest: Float, highest: Float, weights: [Float]) {
    precondition(lowest <= highest && !weights.isEmpty, "\(lowest) to \(highest), \(weights)")
    (self.lowest, self.highest, self.weights) = (lowest, highest, weights)
  }

  /// Whether a rating speaks at least half as much as the one that speaks most: 3 to 5 of 5 stars.
  public func isLiked(_ rating: Float) -> Bool {
    weight(of: rating) >= (weights.max() ?? 0) / 2
  }

  /// The weight of `rating`, by interpolation; where all ratings are the same, it counts as the highest
  /// but one, so that having a book is what speaks.
  public func weight(of rating: Float) -> Float {
    guard lowest < highest else { return weights[max(0, weights.count - 2)] }
    let share = min(max((rating - lowest) / (highest - lowest), 0), 1)
    let place = share * Float(weights.count - 1)
    let left = min(Int(place), weights.count - 1)
    let right = min(left + 1, weights.count - 1)
    return weights[left] + (place - Float(left)) * (weights[right] - weights[left])
  }
}
