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

  /// What makes lists for many readers; nil for a model without the material.
  ///
  /// For a plain network this takes a pass over all books. ``listMakerForOne`` does not.
  public var listMaker: ListMaker? {
    listMaker(
      allBooks: AllBooksRatings(network, books: books.count, range: manifest.ratingRange))
  }

  /// What makes lists for one reader at a time; nil for a model without the material.
  var listMakerForOne: ListMaker? { listMaker(allBooks: nil) }

  private func listMaker(allBooks: @autoclosure () -> AllBooksRatings?) -> ListMaker? {
    lists.map {
      ListMaker(
        relevance: $0.relevance, ratings: self, books: $0.books, histories: $0.histories,
        allBooks: allBooks())
    }
  }
}
