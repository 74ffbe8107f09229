public import BookData
import Features
public import Lists

extension Model: RatingPredictor {
  /// Predicted ratings; those of a reader without index by the profile's ratings.
  public func ratings(for profile: ReaderProfile, books: [UInt32]) -> [Float] {
    if let reader = profile.reader { return predictions(books.map { (reader, $0) }) }
    let history = History(
      books: profile.ratings.map(\.book), values: profile.ratings.map(\.value))
    return predictions(for: books, history: history)
  }

  /// What makes lists from this model; nil for a model without the material.
  public var listMaker: ListMaker? {
    lists.map {
      ListMaker(
        relevance: $0.relevance, ratings: self, books: $0.books, histories: $0.histories,
        allBooks: AllBooksRatings(
          network, books: $0.books.count, range: manifest.ratingRange))
    }
  }
}
