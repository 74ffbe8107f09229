import Octavo
import Support

/// People whom training has not met, by what a file says that they have rated.
struct ColdStartReaders {
  /// What somebody without an id is called.
  static let nameless = "new"

  /// Their ids and ratings, in the order of the file, and in that of the rows; at least one where
  /// the file has no column of readers.
  private(set) var readers: [(id: String, ratings: [BookRating])] = []
  /// Whether the file is of one person, who has no id.
  let isOfOne: Bool

  /// Reads the file at `path`; says how many of its books the model does not know.
  ///
  /// - Throws: `DataError`.
  init(
    reading path: String, format: RatingsFormat = RatingsFormat(), _ recommender: Model
  ) throws {
    let file = try HistoryFile(reading: .named(path), format: format)
    isOfOne = !file.namesReaders
    if isOfOne { readers = [(Self.nameless, [])] }
    let range = recommender.manifest.ratingRange
    var placeOfID = isOfOne ? [Self.nameless: 0] : [:]
    var unknown: Set<String> = []
    for row in file.rows {
      guard (range.lowest...range.highest).contains(row.rating) else {
        throw DataError.outOfRange(
          path: path, line: row.line, found: row.rating, range: range.lowest...range.highest)
      }
      let id = row.reader ?? Self.nameless
      let place = placeOfID[id, default: readers.count]
      if place == readers.count {
        placeOfID[id] = place
        readers.append((id, []))
      }
      if let book = recommender.books.index(of: row.book) {
        readers[place].ratings.append(BookRating(book: book, value: row.rating))
      } else {
        unknown.insert(row.book)
      }
    }
    if !unknown.isEmpty {
      printError("\(path): the model does not know \(unknown.count.grouped) of its books")
    }
  }
}
