/// How a file of ratings is written.
public struct RatingsFormat: Sendable, Equatable {
  /// The header's name of the column of readers.
  ///
  /// The default is `user_id`.
  public var user = "user_id"
  /// The header's name of the column of books.
  ///
  /// The default is `book_id`.
  public var book = "book_id"
  /// The header's name of the column of ratings.
  ///
  /// The default is `rating`.
  public var rating = "rating"
  /// The byte between two fields.
  ///
  /// The default is a comma.
  public var separator = UInt8(ascii: ",")

  /// A form with these columns.
  public init(
    user: String = "user_id", book: String = "book_id", rating: String = "rating",
    separator: UInt8 = UInt8(ascii: ",")
  ) {
    self.user = user
    self.book = book
    self.rating = rating
    self.separator = separator
  }
}
