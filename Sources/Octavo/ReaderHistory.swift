/// What somebody has rated: books' ids and the ratings given to them.
///
/// A dictionary literal makes one: `["5": 5, "19": 4]`.
public struct ReaderHistory: Sendable, Equatable, ExpressibleByDictionaryLiteral {
  /// The rating of each book, by its id.
  public var ratings: [String: Float]

  /// A history of these ratings.
  public init(_ ratings: [String: Float]) { self.ratings = ratings }

  /// A history of these books and ratings; of several ratings of one book the last counts.
  public init(dictionaryLiteral elements: (String, Float)...) {
    ratings = Dictionary(elements) { $1 }
  }
}
