import BookData

/// Where the readers and books of new ratings stand in an earlier model.
package struct KnownRows: Sendable, Equatable {
  /// For each reader their row in the model; nil for unknown ones.
  package let readers: [Int?]
  /// For each book its row in the model; nil for unknown ones.
  package let books: [Int?]

  /// The rows of the readers and books of `ratings`, in a model with these.
  package init(of ratings: Ratings, inReaders readers: Vocabulary, books: Vocabulary) {
    self.readers = Self.rows(of: ratings.readers, in: readers)
    self.books = Self.rows(of: ratings.books, in: books)
  }

  /// How many readers and books are unknown to the model.
  package var unknown: (readers: Int, books: Int) {
    (readers.count { $0 == nil }, books.count { $0 == nil })
  }

  private static func rows(of ids: Vocabulary, in known: Vocabulary) -> [Int?] {
    (0..<UInt32(ids.count)).map { known.index(of: ids.text(at: $0)).map(Int.init) }
  }
}
