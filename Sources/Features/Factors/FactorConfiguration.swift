/// How readers' and books' factors are learned from ratings.
public struct FactorConfiguration: Sendable, Equatable {
  /// The number of factors, beside a level and a slope of each reader and book.
  ///
  /// The default is 32: 16 lose 0.0025 of the error where ratings are all there is (MovieLens 1M); where a
  /// catalogue tells much, 8, 16 and 32 are alike.
  public var rank = 32
  /// How often all readers and all books are updated.
  ///
  /// The default is 20.
  public var passes = 20
  /// The same where some ratings are added to those that factors were learned from.
  ///
  /// The default is 6.
  public var passesWithMore = 6
  /// How many of the strongest directions of who rated what tell about readers and books.
  ///
  /// The default is 128.
  public var implicitRank = 128
  /// The penalty on the squared coefficients of prior means.
  ///
  /// The default is 20.
  public var ridge: Float = 20
  /// In how many parts readers are divided, each of which gets factors learned without it; at least 2.
  ///
  /// The default is nil: 4, or 2 where books have 200 ratings each on average, so that halves teach as much
  /// (MovieLens 1M). Where they have 105 (1.3 million ratings of goodbooks-10k), 2 lose 0.0015 of the error.
  public var folds: Int?

  /// The number of parts for so many ratings of so many books.
  func folds(ratings: Int, books: Int) -> Int { folds ?? (ratings < 200 * books ? 4 : 2) }

  /// The defaults.
  public init() {}
}
