/// What one reader said of one book; 12 bytes.
public struct Rating: Sendable, Equatable, BitwiseCopyable {
  /// The reader's row in ``Ratings/readers``.
  public var reader: UInt32
  /// The book's row in ``Ratings/books``.
  public var book: UInt32
  /// The rating, any finite number.
  public var value: Float

  /// A rating of these parts.
  public init(reader: UInt32, book: UInt32, value: Float) {
    self.reader = reader
    self.book = book
    self.value = value
  }
}

/// The ratings of a file.
public struct Ratings: Sendable, Equatable {
  /// The ratings, oldest first; no (reader, book) pair occurs twice.
  public var rows: [Rating]
  /// The ids of readers; ``Rating/reader`` counts them.
  public var readers: Vocabulary
  /// The ids of books; ``Rating/book`` counts them.
  public var books: Vocabulary
  /// What was found while reading.
  package var report: RatingsReport

  /// Ratings of these parts.
  package init(
    rows: [Rating], readers: Vocabulary, books: Vocabulary, report: RatingsReport = .init()
  ) {
    self.rows = rows
    self.readers = readers
    self.books = books
    self.report = report
  }
}

/// What a ``RatingsReader`` noticed on its way.
package struct RatingsReport: Sendable, Equatable {
  /// Good rows read, duplicates included.
  package var goodRows = 0
  /// Rows dropped because a later row has the same reader and book.
  package var duplicates = 0
  /// When ratings were given, in seconds since 1970; nil in a file without times.
  package var times: ClosedRange<Double>?
  /// Bad rows passed over, where that was asked for.
  package var badRows = BadRows()
  /// How many bad rows were passed over.
  package var skippedRows: Int { badRows.count }
  /// What is wrong with the first bad row, in file order.
  package var firstSkipped: DataError? { badRows.first }

  /// A report of nothing.
  package init() {}
}

extension Ratings {
  /// The rows with indices of other vocabularies; an id that those lack gets their count as its index.
  package func rows(readers: Vocabulary, books: Vocabulary) -> [Rating] {
    func translation(_ from: Vocabulary, _ to: Vocabulary) -> [UInt32] {
      (0..<UInt32(from.count)).map { to.index(of: from.text(at: $0)) ?? UInt32(to.count) }
    }
    let newReader = translation(self.readers, readers)
    let newBook = translation(self.books, books)
    return rows.map { row in
      Rating(reader: newReader[Int(row.reader)], book: newBook[Int(row.book)], value: row.value)
    }
  }
}

extension Ratings {
  /// Lets the vocabulary of books hold these ids, too.
  ///
  /// Where the ratings' ids are integers, ids that are none are passed over.
  package mutating func add(books ids: some Sequence<String>) {
    let wider = books.union(ids)
    guard wider.count > books.count else { return }
    let newIndex = (0..<UInt32(books.count)).map { wider.index(of: books.text(at: $0)) }
    for place in rows.indices {
      guard let index = newIndex[Int(rows[place].book)] else {
        preconditionFailure("a union lacks one of its ids")
      }
      rows[place].book = index
    }
    books = wider
  }
}

extension ArraySlice<Rating> {
  /// How many ratings each of so many readers and books has.
  package func counts(readers: Int, books: Int) -> (readers: [Int], books: [Int]) {
    var ofReaders = [Int](repeating: 0, count: readers)
    var ofBooks = [Int](repeating: 0, count: books)
    for row in self {
      ofReaders[Int(row.reader)] += 1
      ofBooks[Int(row.book)] += 1
    }
    return (ofReaders, ofBooks)
  }
}
