import BookData

/// What readers mean to read, beside what they have rated.
public struct ToReadFigures: Sendable, Codable, Equatable {
  /// How many (reader, book) entries there are, repeated ones counted once.
  public var entries: Int
  /// How many readers have a list.
  public var readers: Int
  /// How many books are on one.
  public var books: Int
  /// Spearman's rank correlation, over all books of either file, of ratings and entries.
  public var rankCorrelation: Double
  /// The numbers of entries of books that have about equally many ratings.
  public var byRatings: [Fan]
  /// The books on the most lists; the score is the number of lists.
  public var mostWanted: [BookLine]
}

extension ToReadFigures {
  private static let listLength = 10

  /// The figures of at least one entry.
  init?(_ table: ToReadTable, ratings: Ratings, titles: [String: String], threads: Int) {
    guard let list = table.pairs.distinct else { return nil }
    let wanted = list.rows.counts(of: \.book, count: list.books.count, threads: threads)
    let rated = ratings.rows.readerships(by: \.book, count: ratings.books.count)
    let translation = list.books.texts.map { ratings.books.index(of: $0) }

    entries = list.rows.count
    readers = list.readers.count
    books = list.books.count
    var wantedByRated = [Int](repeating: 0, count: rated.count)
    var pairs: [(rated: Int, wanted: Int)] = []
    for (index, count) in zip(translation, wanted) {
      if let index { wantedByRated[Int(index)] = count } else { pairs.append((0, count)) }
    }
    pairs += zip(rated.map(\.count), wantedByRated).map { (rated: $0, wanted: $1) }
    rankCorrelation = ValueCounter.rankCorrelation(
      pairs.map { Double($0.rated) }, pairs.map { Double($0.wanted) })
    byRatings = [Fan](
      pairs.lazy.filter { $0.rated > 0 }.map { (size: $0.rated, value: Double($0.wanted)) })
    let order = wanted.indices.sorted { (wanted[$1], $0) < (wanted[$0], $1) }
    mostWanted = order.prefix(Self.listLength).map { book in
      let id = list.books.text(at: UInt32(book))
      let readership = translation[book].map { rated[Int($0)] } ?? Readership()
      return BookLine(
        book: id, title: titles[id], ratings: readership.count,
        mean: readership.count == 0 ? nil : readership.mean, score: Double(wanted[book]))
    }
  }
}
