/// The books behind a made data set, as the files describe them.
///
/// Books are numbered from 0 here and
/// from 1 in the files.
protocol Catalogue {
  /// How many books there are.
  var count: Int { get }
  /// The names of all tags; a tag's number is its place here.
  var tags: [String] { get }
  /// What `books.csv` says of a book.
  func record(of book: Int) -> BookRecord
  /// The tags of a book and how strongly each holds, as a share of the book's ratings.
  func tagShares(of book: Int) -> [(tag: Int, share: Double)]
}

/// The columns of `books.csv` that do not follow from the ratings.
struct BookRecord: Sendable, Equatable {
  var title: String
  /// The title without its series.
  var originalTitle: String
  /// Joined by ", ".
  var authors: String
  /// Before year 1: negative.
  var year: Int
  /// How many editions there are.
  var editions: Int
}

/// The other numbering of books, as on goodreads: distinct, scattered, and never the book's own number.
///
/// A step of the Lehmer generator modulo the prime 2³¹ − 1, so different books get different numbers.
func goodreadsNumber(ofBook number: Int) -> Int {
  number * 48_271 % 2_147_483_647
}

/// The number of the work behind a book's editions: another such numbering.
func workNumber(ofBook number: Int) -> Int {
  number * 69_621 % 2_147_483_647
}
