/// All good rows of a table of ratings, or of several, as they stand there.
package struct RatingsSurvey: Sendable {
  /// The ratings, oldest first; a (reader, book) pair may occur more than once.
  package private(set) var all: Ratings
  /// The line of each row in the order of the tables, and which of ``tables`` it is of.
  private let lines: LineMap
  /// The place in the tables of each row of ``all``, from 0; nil where both orders are the same.
  private let placeOfRow: [UInt32]?
  /// What messages call the tables.
  package let tables: [String]

  init(all: Ratings, lines: LineMap, placeOfRow: [UInt32]?, tables: [String]) {
    (self.all, self.lines, self.placeOfRow, self.tables) = (all, lines, placeOfRow, tables)
  }

  /// The line of a row of ``all``, from 1.
  package func line(ofRow row: Int) -> Int { lines[place(ofRow: row)] }

  /// Which of ``tables`` a row of ``all`` is of.
  package func table(ofRow row: Int) -> Int { lines.table(of: place(ofRow: row)) }

  private func place(ofRow row: Int) -> Int { placeOfRow.map { Int($0[row]) } ?? row }

  /// The rows that training drops, rising: all but the last of each (reader, book) pair.
  package func repetitions(threads: Int) -> [Int] {
    Duplicates(
      rows: all.rows, readers: all.readers.count, books: all.books.count, threads: threads
    ).positions(threads: threads).sorted()
  }

  /// The ratings that training sees: all but the ``repetitions(threads:)``.
  package consuming func without(_ repetitions: [Int]) -> Ratings {
    // A swap, not a copy: the rows must have one owner while they are changed in place.
    var ratings = Ratings(rows: [], readers: all.readers, books: all.books)
    swap(&ratings, &all)
    ratings.rows.remove(at: repetitions)
    ratings.report.duplicates = repetitions.count
    return ratings
  }

  /// The ratings that training sees: of rows with the same reader and book the last.
  package consuming func withoutRepetitions(threads: Int) -> Ratings {
    without(repetitions(threads: threads))
  }
}

extension [Rating] {
  /// Drops the rows at `positions`; the others keep their order.
  fileprivate mutating func remove(at positions: [Int]) {
    guard !positions.isEmpty else { return }
    var isDropped = [Bool](repeating: false, count: count)
    for position in positions { isDropped[position] = true }
    var end = 0
    for index in indices where !isDropped[index] {
      self[end] = self[index]
      end += 1
    }
    removeLast(count - end)
  }
}
