/// What books are ranked by.
public enum RankBy: String, Sendable, Codable, CaseIterable {
  /// How likely the reader is to pick the book up.
  case relevance
  /// The predicted rating.
  case rating
  /// Relevance, raised where the predicted rating is high and lowered where it is low.
  case blend
}

/// What a list of recommendations shall be like.
public struct ListRequest: Sendable, Equatable {
  /// How many books.
  ///
  /// The default is 10.
  public var count = 10
  /// What they are ranked by.
  ///
  /// The default is blend.
  public var rankBy = RankBy.blend
  /// Whether books that the reader has rated may be listed.
  ///
  /// The default is false.
  public var includeRated = false
  /// How many books of one author, and of one series, may be listed.
  ///
  /// The default is nil: any number.
  public var maxPerAuthor: Int?

  /// The defaults.
  public init() {}
}

/// One line of a list.
public struct ListedBook: Sendable, Equatable {
  /// The place, from 1.
  public var rank: Int
  /// The book's index.
  public var book: UInt32
  /// What it was ranked by.
  public var score: Float

  /// A line of these parts.
  public init(rank: Int, book: UInt32, score: Float) {
    (self.rank, self.book, self.score) = (rank, book, score)
  }
}
