/// What readers' own histories say of books they have not rated: a Gaussian process for each reader.
///
/// A reader's rating of a book is the book's baseline + the reader's taste + noise. Tastes of two books are
/// as close as the kernel finds the books alike. The process of one reader knows nothing of other readers
/// but the baseline, so a reader met after the training is served as well as one who took part.
public struct HistoryModel: Sendable {
  /// What is known of books.
  public let space: BookSpace
  /// What books get from unknown readers.
  public let baseline: BookBaseline
  /// How books are alike in a reader's eyes.
  public let weights: KernelWeights
  /// Where ratings are high or low.
  public let scale: RatingScale
  /// What else each book's ratings say.
  public let statistics: BookStatistics
  /// What the order of histories means.
  public let order: HistoryOrder

  /// The longest history that is solved as one; a longer one is cut, newest last.
  public static let longestHistory = 2000

  /// A model of these parts.
  public init(
    space: BookSpace, baseline: BookBaseline, weights: KernelWeights, scale: RatingScale,
    statistics: BookStatistics, order: HistoryOrder
  ) {
    precondition(
      space.count == baseline.count && space.count == statistics.high.count,
      "\(space.count) books, \(baseline.count) baselines")
    self.space = space
    self.baseline = baseline
    self.weights = weights
    self.scale = scale
    self.statistics = statistics
    self.order = order
  }
}
