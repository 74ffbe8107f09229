import BookData
import Parallelism
import Support

/// The books that each reader has rated, reader by reader: 4 bytes a rating.
struct BooksByReader {
  /// Where each reader's books begin in `books`, [readers + 1].
  private var offsets: [Int]
  private var books: [UInt32]
  private let bookCount: Int

  init(_ ratings: Ratings) {
    let grouped = ratings.rows.groupedByReader(count: ratings.readers.count) { $1.book }
    (offsets, books, bookCount) = (grouped.offsets, grouped.values, ratings.books.count)
  }

  /// For each of `rows`, with this file's indices, whether the reader has rated the book; unknown ones, whose
  /// index is the number of readers or books, have not.
  func contain(_ rows: [Rating]) -> [Bool] {
    let readers = offsets.count - 1
    let asked = rows.groupedByReader(count: readers + 1) { index, _ in UInt32(index) }
    var lastRatedBy = [Int](repeating: -1, count: bookCount + 1)
    var answers = [Bool](repeating: false, count: rows.count)
    for reader in 0..<readers where asked.offsets[reader] < asked.offsets[reader + 1] {
      for book in books[offsets[reader]..<offsets[reader + 1]] { lastRatedBy[Int(book)] = reader }
      for index in asked.values[asked.offsets[reader]..<asked.offsets[reader + 1]] {
        answers[Int(index)] = lastRatedBy[Int(rows[Int(index)].book)] == reader
      }
    }
    return answers
  }
}

extension [Rating] {
  /// A value of each row, the rows of one of `count` readers together and otherwise in their order.
  fileprivate func groupedByReader(
    count: Int, _ value: (Int, Rating) -> UInt32
  ) -> (offsets: [Int], values: [UInt32]) {
    var places = GroupPlaces(lazy.map(\.reader), groups: count)
    var values = [UInt32](repeating: 0, count: self.count)
    for (index, row) in enumerated() { values[places.place(in: row.reader)] = value(index, row) }
    return (places.offsets, values)
  }
}
