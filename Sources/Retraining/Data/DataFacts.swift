public import Octavo

/// What a run's ratings are like: what the next run compares its own with.
public struct DataFacts: Sendable, Codable, Equatable {
  /// Good rows read, those that repeat a reader and book included.
  public var rows: Int
  /// Ratings: rows of which none repeats a reader and book.
  public var ratings: Int
  /// Rows that were dropped because a later one has the same reader and book.
  public var duplicates: Int
  /// Bad rows that were passed over.
  public var badRows: Int
  /// Readers with ratings.
  public var readers: Int
  /// Books with ratings.
  public var books: Int
  /// The mean rating.
  public var mean: Double
  /// The standard deviation of ratings.
  public var deviation: Double
  /// The lowest rating.
  public var lowest: Double
  /// The highest rating.
  public var highest: Double

  /// The names of the files beside the ratings; nil in a record of before they were kept.
  public var sideFiles: [String]?
  /// The share of some readers whose earlier ratings stand in another order than last time; nil where nobody could
  /// compare.
  public var reorderedReaders: Double?

  /// The facts of ratings as they were read, before books without ratings join their vocabulary.
  ///
  /// - Parameter sideFiles: The names of the files beside them. The default is nil: nobody knows.
  public init(_ ratings: Ratings, sideFiles: [String]? = nil) {
    self.sideFiles = sideFiles
    let values = ratings.rows.lazy.map { Double($0.value) }
    let count = Double(max(1, ratings.rows.count))
    let mean = values.reduce(0, +) / count
    rows = ratings.report.goodRows
    self.ratings = ratings.rows.count
    duplicates = ratings.report.duplicates
    badRows = ratings.report.skippedRows
    readers = ratings.readers.count
    books = ratings.books.count
    self.mean = mean
    deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
    lowest = values.min() ?? 0
    highest = values.max() ?? 0
  }

  /// The share of rows that repeat a reader and book.
  var duplicateShare: Double { Double(duplicates) / Double(max(1, rows)) }
  /// The share of all rows that are bad.
  var badShare: Double { Double(badRows) / Double(max(1, rows + badRows)) }
}
