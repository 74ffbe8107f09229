/// How the item–item regression is fitted and used.
///
/// The defaults were chosen on a tenth of the training part of goodbooks-10k; the last digits matter
/// little.
public struct RelevanceConfiguration: Sendable, Codable, Equatable {
  /// What is added to the diagonal of the Gram matrix for every book.
  ///
  /// The default is 50.
  public var regularization: Float = 50
  /// What is added to it for each reader of the book: as if every book were forgotten with the odds of
  /// this number to 1 while its readers' other books are guessed (Steck, "Autoencoders that don't overfit
  /// towards the Identity", NeurIPS 2020).
  ///
  /// The default is 0.5.
  public var dropoutOdds: Float = 0.5
  /// How much two books that stand on one list of books to read count, beside two that one reader rated.
  ///
  /// The default is 1.
  public var toReadWeight: Float = 1
  /// How much the same first author counts, beside one reader of both books.
  ///
  /// The default is 5.
  public var authorWeight: Float = 5
  /// How much the same series counts.
  ///
  /// The default is 20.
  public var seriesWeight: Float = 20
  /// How much tags count where they are the same, in proportion to their cosine.
  ///
  /// The default is 30.
  public var tagWeight: Float = 30
  /// How much a rating speaks for the books beside it: at the lowest rating, at the highest, and at equal
  /// steps between; values between two are interpolated.
  ///
  /// The default is 0, 0.3, 0.6, 1, 1.1: for 1 to 5 stars.
  public var ratingWeights: [Float] = [0, 0.3, 0.6, 1, 1.1]
  /// How many of the books that speak for a book are kept: those with the largest weight times the
  /// square root of the evidence on them, because what few have read is seldom asked.
  ///
  /// The default is 200.
  public var neighbours = 200
  /// How many books take part at most, those with the most readers; the others are ranked by popularity.
  ///
  /// The inverse takes memory for the square of this number of floats, 576 MB for the default of 12,000,
  /// and time with its cube.
  public var maximumBooks = 12_000
  /// What a reader's share of everybody, popularity, adds to a score.
  ///
  /// It decides where the regression says nothing: for readers without ratings and books that do not take
  /// part. The default is 0.01.
  public var popularityWeight: Float = 0.01

  /// The defaults.
  public init() {}
}
