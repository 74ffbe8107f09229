/// A book and the rating that someone gave it.
package struct BookRating: Sendable, Equatable, BitwiseCopyable {
  /// The book's index in the vocabulary.
  package var book: UInt32
  /// The rating.
  package var value: Float

  /// A rating of these parts.
  package init(book: UInt32, value: Float) {
    self.book = book
    self.value = value
  }
}

/// What is known of a reader when books are ranked for them: their ratings, and who they are if training
/// has met them.
package struct ReaderProfile: Sendable, Equatable {
  /// The reader's index in the vocabulary; nil for somebody new.
  package var reader: UInt32?
  /// Their ratings, books rising, none twice.
  package private(set) var ratings: [BookRating]

  /// A profile of ratings in any order; of several of one book the last counts.
  ///
  /// - Parameters:
  ///   - reader: The reader's index. The default is nil, somebody new.
  ///   - ratings: Their ratings.
  package init(reader: UInt32? = nil, ratings: [BookRating]) {
    self.reader = reader
    var sorted = ratings
    if !zip(ratings, ratings.dropFirst()).allSatisfy({ $0.book < $1.book }) {
      let ratingOfBook = Dictionary(ratings.map { ($0.book, $0) }) { $1 }
      sorted = ratingOfBook.values.sorted { $0.book < $1.book }
    }
    self.ratings = sorted
  }

  /// The rating of `book`, or nil without one.
  package func rating(of book: UInt32) -> Float? {
    let place = ratings.firstIndexNotPreceding { $0.book < book }
    return place < ratings.count && ratings[place].book == book ? ratings[place].value : nil
  }
}
