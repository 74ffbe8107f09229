/// What readers' own histories say of books they have not rated: a Gaussian process for each reader.
///
/// A reader's rating of a book is what readers of the same books are expected to give it + the reader's own
/// taste + noise. Tastes of two books are as close as the kernel finds the books alike. The process of one
/// reader knows other readers by the books' factors alone, so a reader met after the training is served as
/// well as one who took part.
public struct HistoryModel: Sendable {
  /// What is known of books.
  public let space: BookSpace
  /// The names of the columns of readers' attributes.
  public let readerAttributes: [String]
  /// What ratings say of books.
  public let factors: BookFactors
  /// How books are alike in a reader's eyes.
  public let weights: KernelWeights
  /// Where ratings are high or low.
  public let scale: RatingLevels
  /// What else each book's ratings say.
  public let statistics: BookStatistics
  /// What the order of histories means.
  public let order: HistoryOrder

  /// The longest history that is solved as one; a longer one is cut, newest last.
  public static let longestHistory = 2000

  /// A model of these parts.
  public init(
    space: BookSpace, readerAttributes: [String] = [], factors: BookFactors,
    weights: KernelWeights, scale: RatingLevels, statistics: BookStatistics, order: HistoryOrder
  ) {
    precondition(
      space.count == factors.count && space.count == statistics.high.count,
      "\(space.count) books, factors of \(factors.count)")
    precondition(
      factors.attributeCoefficients.rows == readerAttributes.count
        && weights.attributes.count == space.attributes.count,
      "attributes that do not fit factors and weights")
    self.space = space
    self.readerAttributes = readerAttributes
    self.factors = factors
    self.weights = weights
    self.scale = scale
    self.statistics = statistics
    self.order = order
  }
}
