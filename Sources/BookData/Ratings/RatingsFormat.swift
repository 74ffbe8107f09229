/// How a file of ratings is written.
public struct RatingsFormat: Sendable, Equatable {
  /// The header's name of the column of readers; its number from 1 in a file without a header.
  ///
  /// The default is `user_id`, or 1.
  public var user = "user_id"
  /// The header's name of the column of books; its number from 1 in a file without a header.
  ///
  /// The default is `book_id`, or 2.
  public var book = "book_id"
  /// The header's name of the column of ratings; its number from 1 in a file without a header.
  ///
  /// The default is `rating`, or 3.
  public var rating = "rating"
  /// The header's name of the column of times, its number from 1 in a file without a header; nil where rows are
  /// oldest first already.
  ///
  /// The default is nil.
  public var time: String?
  /// What stands between two fields: ``DelimitedText/canSeparate(_:)`` says what may.
  ///
  /// The default is a comma.
  public var separator = ","
  /// Whether the first row names the columns.
  ///
  /// The default is true.
  public var hasHeader = true

  /// A form with a header that names these columns.
  public init(
    user: String = "user_id", book: String = "book_id", rating: String = "rating",
    time: String? = nil, separator: String = ","
  ) {
    self.user = user
    self.book = book
    self.rating = rating
    self.time = time
    self.separator = separator
  }

  /// A form without a header, with the columns' numbers from 1.
  public static func withoutHeader(
    user: Int = 1, book: Int = 2, rating: Int = 3, separator: String = ","
  ) -> Self {
    var format = Self(
      user: "\(user)", book: "\(book)", rating: "\(rating)", separator: separator)
    format.hasHeader = false
    return format
  }
}
