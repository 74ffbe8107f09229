public import BookData
import Foundation

/// A folder of data and how its ratings are written.
public struct DataFolder: Sendable {
  /// The folder, with `ratings.csv` and perhaps `books.csv` and the other side files.
  public var path: String
  /// How the file of ratings is written.
  ///
  /// The default is that of goodbooks-10k.
  public var format: RatingsFormat
  /// Whether bad rows are counted and passed over.
  ///
  /// The default is false: the first one is an error.
  public var skipBadRows: Bool

  /// A folder of data.
  public init(_ path: String, format: RatingsFormat = RatingsFormat(), skipBadRows: Bool = false) {
    (self.path, self.format, self.skipBadRows) = (path, format, skipBadRows)
  }

  /// The ratings in a file.
  ///
  /// - Throws: `DataError`.
  public func ratings(_ path: String, threads: Int) throws(DataError) -> Ratings {
    try RatingsReader(format: format, skipBadRows: skipBadRows, threads: threads).read(path)
  }

  /// The titles in the folder, none where it has no books.csv or one without titles.
  ///
  /// - Parameter note: Called with a sentence when books.csv cannot be used.
  public func titles(note: (String) -> Void) -> BookTitles {
    let path = path + "/books.csv"
    guard FileManager.default.fileExists(atPath: path) else { return BookTitles() }
    do {
      return try BookTitles(reading: path)
    } catch {
      note("no titles: \(error)")
      return BookTitles()
    }
  }
}
