public import Interactions
public import Kernels

/// The ratings of all readers, reader by reader.
public struct Histories: Sendable, Equatable {
  /// The ratings, [readers × books].
  public let ratings: SparseRows

  /// Histories of these ratings, [readers × books].
  public init(ratings: SparseRows) { self.ratings = ratings }

  /// The histories in `rows`, where no pair of reader and book occurs twice.
  public init(_ rows: some Sequence<Rating>, readers: Int, books: Int) {
    var lists = [[(column: UInt32, value: Float)]](repeating: [], count: readers)
    for row in rows { lists[Int(row.reader)].append((row.book, row.value)) }
    for reader in lists.indices { lists[reader].sort { $0.column < $1.column } }
    ratings = SparseRows(rows: lists, columns: books)
  }

  /// The number of readers.
  public var readers: Int { ratings.rows }

  /// The number of books.
  public var books: Int { ratings.columns }

  /// What is known of a reader; nothing for an index that stands for a stranger.
  public func profile(of reader: UInt32) -> ReaderProfile {
    guard Int(reader) < readers else { return ReaderProfile(ratings: []) }
    return ReaderProfile(
      reader: reader,
      ratings: ratings.range(ofRow: Int(reader)).map {
        BookRating(book: ratings.indices[$0], value: ratings.values[$0])
      })
  }
}
