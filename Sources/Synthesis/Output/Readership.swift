/// Those who rate: gives the ratings of one reader at a time.
protocol Readership {
  /// How many readers there are, numbered from 0 here and from 1 in the files.
  var count: Int { get }
  /// The most ratings any reader gives.
  var mostRatings: Int { get }
  /// What a reader rates and wants to read. Depends on the seed and the reader's number alone.
  mutating func visit(_ reader: Int, tally: inout RatingTally) -> ReaderShelf
}

/// The books of one reader.
struct ReaderShelf: Sendable {
  /// Rated books, each with its rating, in the order of rating.
  var ratings: [UInt32] = []
  /// Unrated books that the reader would like.
  var toRead: [Int] = []
}

/// A book and its rating in 32 bits.
enum PackedRating {
  static func pack(book: Int, rating: Int) -> UInt32 { UInt32(book) << 3 | UInt32(rating) }
  static func book(_ packed: UInt32) -> Int { Int(packed >> 3) }
  static func rating(_ packed: UInt32) -> Int { Int(packed & 7) }
}
