import BookData

/// How much ratings of some values count in the loss: more than once, as if they stood there repeatedly.
///
/// The loss becomes the weighted mean of squared errors, Σ w e² / Σ w. In expectation its gradients are
/// those of data in which a rating of weight w stands w times. Weights are preferred to repeated rows
/// because they may be fractions, need no memory, leave the number and the size of the steps as they are,
/// and put no row twice into one batch. Errors are measured without weights, also the one by which the best
/// epoch is chosen.
public struct RatingWeights: Sendable, Codable, Equatable {
  /// The weight of one value.
  package struct Entry: Sendable, Codable, Equatable {
    /// The rating.
    package var rating: Float
    /// How much it counts; others count 1.
    package var weight: Float

    /// A weight for ratings of one value.
    package init(rating: Float, weight: Float) {
      self.rating = rating
      self.weight = weight
    }
  }

  /// The values that do not count 1.
  ///
  /// The default is none.
  package var entries: [Entry] = []

  /// Every rating counts 1.
  package init() {}

  /// Weights for these values; others count 1.
  package init(_ entries: [Entry]) { self.entries = entries }

  /// How much a rating of this value counts.
  package func weight(of rating: Float) -> Float {
    for entry in entries where entry.rating == rating { return entry.weight }
    return 1
  }
}

extension RatingWeights: ExpressibleByDictionaryLiteral {
  /// The weights of some ratings, as `[1: 4, 2: 2]`; others count 1.
  public init(dictionaryLiteral entries: (Float, Float)...) {
    self.init(entries.map { Entry(rating: $0, weight: $1) })
  }
}

/// Weights divided by their mean over the training ratings: what a row's gradient is multiplied by.
///
/// Divided so, the learning rate means the same with and without weights.
struct GradientWeights: Sendable {
  private let weights: RatingWeights
  private let scale: Float
  private let isUniform: Bool

  init(_ weights: RatingWeights, over ratings: ArraySlice<Rating>) {
    self.weights = weights
    isUniform = weights.entries.isEmpty
    let sum = isUniform ? 0 : ratings.reduce(0.0) { $0 + Double(weights.weight(of: $1.value)) }
    scale = isUniform ? 1 : Float(Double(ratings.count) / sum)
  }

  subscript(rating: Float) -> Float {
    isUniform ? 1 : weights.weight(of: rating) * scale
  }
}
