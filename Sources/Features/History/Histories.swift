public import BookData
import Parallelism

/// What each reader has rated, as far as a model may know it.
public struct Histories: Sendable, Equatable {
  /// Where each reader's books begin in ``books`` and ``values``, [readers + 1].
  public let offsets: [Int]
  /// The books of all readers, in the order of the rows that they come from.
  public let books: [UInt32]
  /// The ratings of ``books``.
  public let values: [Float]

  /// Histories of these parts.
  ///
  /// Traps unless offsets rise from 0 to the number of books.
  public init(offsets: [Int], books: [UInt32], values: [Float]) {
    precondition(
      offsets.first == 0 && offsets.last == books.count && books.count == values.count
        && zip(offsets, offsets.dropFirst()).allSatisfy { $0 <= $1 }, "offsets that do not fit")
    self.offsets = offsets
    self.books = books
    self.values = values
  }

  /// The histories that `rows` hold.
  ///
  /// - Returns: The histories, and for each of their places the row that it comes from.
  public static func grouping(
    _ rows: ArraySlice<Rating>, readers: Int
  ) -> (histories: Histories, rowOfPlace: [Int]) {
    var places = GroupPlaces(rows.lazy.map(\.reader), groups: readers)
    var rowOfPlace = [Int](repeating: 0, count: rows.count)
    for index in rows.indices { rowOfPlace[places.place(in: rows[index].reader)] = index }
    let histories = Histories(
      offsets: places.offsets, books: rowOfPlace.map { rows[$0].book },
      values: rowOfPlace.map { rows[$0].value })
    return (histories, rowOfPlace)
  }

  /// The number of readers.
  public var count: Int { offsets.count - 1 }

  /// The places of one reader's ratings.
  public func places(of reader: Int) -> Range<Int> { offsets[reader]..<offsets[reader + 1] }

  /// One reader's history; empty for an unknown reader, whose index is the number of readers.
  public subscript(reader: Int) -> History {
    guard reader < count else { return History(books: [], values: []) }
    let places = places(of: reader)
    return History(books: Array(books[places]), values: Array(values[places]))
  }
}

/// What one reader has rated; no book occurs twice.
public struct History: Sendable, Equatable {
  /// Dense book indices.
  public var books: [UInt32]
  /// The ratings of ``books``.
  public var values: [Float]

  /// A history of these parts.
  public init(books: [UInt32], values: [Float]) {
    precondition(books.count == values.count, "\(books.count) books, \(values.count) ratings")
    self.books = books
    self.values = values
  }

  /// A history of ratings, oldest first; of several of one book the last counts.
  package init(_ ratings: [BookRating]) {
    var seen = Set<UInt32>()
    let kept = ratings.reversed().filter { seen.insert($0.book).inserted }.reversed()
    self.init(books: kept.map(\.book), values: kept.map(\.value))
  }

  /// The number of rated books.
  public var count: Int { books.count }
}
