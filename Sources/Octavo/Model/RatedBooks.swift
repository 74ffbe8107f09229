import BookData
import Parallelism

/// Which books each reader has rated: compressed rows, books rising within a reader.
package struct RatedBooks: Sendable, Equatable {
  /// Where each reader's books begin in ``books``, [readers + 1].
  package let offsets: [UInt32]
  /// Dense book indices.
  package let books: [UInt32]

  /// The books of `offsets[r] ..< offsets[r + 1]` for reader r.
  ///
  /// Traps unless offsets rise from 0 to the number of books.
  package init(offsets: [UInt32], books: [UInt32]) {
    precondition(Self.areValid(offsets: offsets, books: books), "offsets that do not rise")
    self.offsets = offsets
    self.books = books
  }

  /// The books rated in `ratings`, held-out parts included: nobody wants them recommended.
  package init(_ ratings: Ratings) {
    self.init(ratings.rows[...], readers: ratings.readers.count)
  }

  /// The books rated in `rows` by so many readers.
  init(_ rows: ArraySlice<Rating>, readers: Int) {
    var places = GroupPlaces(rows.lazy.map(\.reader), groups: readers)
    var books = [UInt32](repeating: 0, count: rows.count)
    for row in rows { books[places.place(in: row.reader)] = row.book }
    for (start, end) in zip(places.offsets, places.offsets.dropFirst()) {
      books[start..<end].sort()
    }
    (self.offsets, self.books) = (places.offsets.map(UInt32.init), books)
  }

  /// The books of one reader, rising.
  package subscript(reader: UInt32) -> ArraySlice<UInt32> {
    books[Int(offsets[Int(reader)])..<Int(offsets[Int(reader) + 1])]
  }

  /// Whether the reader has rated the book; an unknown reader, whose index is the number of readers, has rated none.
  package func contains(reader: UInt32, book: UInt32) -> Bool {
    Int(reader) + 1 < offsets.count && self[reader].containsInOrder(book)
  }

  static func areValid(offsets: [UInt32], books: [UInt32]) -> Bool {
    offsets.first == 0 && offsets.last.map(Int.init) == books.count
      && zip(offsets, offsets.dropFirst()).allSatisfy { $0 <= $1 }
  }
}
