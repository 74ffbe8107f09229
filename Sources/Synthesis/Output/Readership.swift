import Parallelism

/// Those who rate: gives the ratings of one reader at a time.
protocol Readership {
  /// How many ratings each reader gives; readers are numbered from 0 here and from 1 in the files.
  var counts: [Int32] { get }
  /// How likely each rating is.
  var model: OrdinalModel { get }
  /// What a reader rates and wants to read. Depends on the seed and the reader's number alone.
  mutating func visit(_ reader: Int, tally: inout RatingTally) -> ReaderShelf
}

extension Readership {
  /// How many readers there are.
  var count: Int { counts.count }
  /// The most ratings any reader gives.
  var mostRatings: Int { Int(counts.max() ?? 1) }

  /// Draws and counts a rating of `book`, whose `location` on the hidden scale is known.
  func rating(
    of book: Int, at location: Double, tally: inout RatingTally,
    using generator: inout SeededGenerator
  ) -> UInt32 {
    let chances = model.chances(at: location)
    let rating = chances.rating(at: generator.uniform())
    tally.add(rating, book: book, chances: chances)
    return PackedRating.pack(book: book, rating: rating)
  }
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
