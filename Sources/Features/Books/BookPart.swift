/// A part of what is known about books; each can be switched off.
package enum BookPart: String, Sendable, Codable, CaseIterable {
  /// Who wrote the book.
  case authors
  /// The series that the title names.
  case series
  /// The language.
  case language
  /// Ratings, reviews and editions on Goodreads, and the year.
  case numbers
  /// The tags that readers gave.
  case tags
  /// Which other books are on the same lists to read.
  case toRead = "to-read"
}
