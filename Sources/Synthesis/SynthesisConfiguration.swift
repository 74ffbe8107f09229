/// How large a made data set is, and which one of that size.
public struct SynthesisConfiguration: Sendable, Codable, Equatable {
  /// Readers, numbered from 1.
  ///
  /// The default is 53,424, as in goodbooks-10k; where ratings are given, one for each 112 of them, or for
  /// each half of the books where they are few.
  public var readers: Int
  /// Books, numbered from 1, the most rated first.
  ///
  /// The default is 10,000, as in goodbooks-10k.
  public var books: Int
  /// Ratings, each of another pair of reader and book.
  ///
  /// The default is goodbooks-10k's 5,976,479; where readers or books are given, 112 a reader, or half of
  /// the books where they are few.
  public var ratings: Int
  /// Same seed and sizes, same bytes.
  ///
  /// The default is 1.
  public var seed: UInt64

  /// The most readers possible, 100 million: each takes a few bytes of memory.
  public static let mostReaders = 100_000_000
  /// The most books possible, 10 million: each takes some 200 bytes of memory.
  public static let mostBooks = 10_000_000

  static let goodbooks = (readers: 53_424, books: 10_000, ratings: 5_976_479)
  /// Ratings of the average reader of goodbooks-10k: 112.
  public static let usualRatingsPerReader = 112

  /// A data set of the given sizes; a size that is absent follows goodbooks-10k's proportions.
  public init(
    readers: Int? = nil, books: Int? = nil, ratings: Int? = nil, seed: UInt64 = 1
  ) {
    self.books = books ?? Self.goodbooks.books
    // At most half of the books: nobody reads everything.
    let perReader = min(Self.usualRatingsPerReader, max(1, self.books / 2))
    self.readers = readers ?? ratings.map { max(1, $0 / perReader) } ?? Self.goodbooks.readers
    let isAsLargeAsGoodbooks = readers == nil && books == nil
    self.ratings =
      ratings
      ?? (isAsLargeAsGoodbooks ? Self.goodbooks.ratings : Self.product(self.readers, perReader))
    self.seed = seed
  }

  /// Checks that a data set of these sizes can exist.
  ///
  /// - Throws: ``SynthesisError``, with what was asked for and what is possible.
  public func validate() throws(SynthesisError) {
    guard 1...Self.mostReaders ~= readers else {
      throw .readersOutOfRange(asked: readers, most: Self.mostReaders)
    }
    guard 1...Self.mostBooks ~= books else {
      throw .booksOutOfRange(asked: books, most: Self.mostBooks)
    }
    guard ratings >= readers else { throw .tooFewRatings(asked: ratings, readers: readers) }
    let most = Self.product(readers, books)
    guard ratings <= most else {
      throw .tooManyRatings(asked: ratings, readers: readers, books: books, most: most)
    }
  }

  /// a · b, or the largest integer where that is too large: sizes come from the command line.
  private static func product(_ a: Int, _ b: Int) -> Int {
    let (product, overflow) = a.multipliedReportingOverflow(by: b)
    return overflow ? .max : product
  }
}
