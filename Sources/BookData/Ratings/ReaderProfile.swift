/// A book and the rating that someone gave it.
public struct BookRating: Sendable, Equatable, BitwiseCopyable {
  /// The book's index in the vocabulary.
  public var book: UInt32
  /// The rating.
  public var value: Float

  /// A rating of these parts.
  public init(book: UInt32, value: Float) {
    self.book = book
    self.value = value
  }
}

/// What is known of a reader when books are ranked for them: their ratings, and who they are if training
/// has met them.
public struct ReaderProfile: Sendable, Equatable {
  /// The reader's index in the vocabulary; nil for somebody new.
  public var reader: UInt32?
  /// Their ratings, books rising, none twice.
  public private(set) var ratings: [BookRating]

  /// A profile of ratings in any order; of several of one book the last counts.
  ///
  /// - Parameters:
  ///   - reader: The reader's index. The default is nil, somebody new.
  ///   - ratings: Their ratings.
  public init(reader: UInt32? = nil, ratings: [BookRating]) {
    self.reader = reader
    var sorted = ratings
    if !zip(ratings, ratings.dropFirst()).allSatisfy({ $0.book < $1.book }) {
      let ratingOfBook = Dictionary(ratings.map { ($0.book, $0) }) { $1 }
      sorted = ratingOfBook.values.sorted { $0.book < $1.book }
    }
    self.ratings = sorted
  }

  /// The rating of `book`, or nil without one.
  public func rating(of book: UInt32) -> Float? {
    let place = ratings.firstIndexNotPreceding { $0.book < book }
    return place < ratings.count && ratings[place].book == book ? ratings[place].value : nil
  }
}
