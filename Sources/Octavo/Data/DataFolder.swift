import BookData
import Support

/// A folder of data and how its ratings are written.
package struct DataFolder: Sendable {
  /// The folder, with `ratings.csv` and perhaps `books.csv` and the other side files.
  package var path: String
  /// How the file of ratings is written.
  ///
  /// The default is that of goodbooks-10k.
  package var format: RatingsFormat
  /// Whether bad rows are counted and passed over.
  ///
  /// The default is false: the first one is an error.
  package var skipBadRows: Bool
  /// What its files are called, and what their columns hold.
  package let description: DataDescription

  /// A folder of data, with its `data.yaml` where it has one.
  ///
  /// - Parameter format: How the file of ratings is written; nil for what the description says, or goodbooks-10k's
  ///   form. The default is nil.
  /// - Throws: `DataError`.
  package init(
    _ path: String, format: RatingsFormat? = nil, skipBadRows: Bool = false
  ) throws(DataError) {
    (self.path, self.skipBadRows) = (path, skipBadRows)
    description = try DataDescription(inFolder: path)
    self.format = format ?? description.ratings ?? RatingsFormat()
  }

  /// The tables in the folder.
  package var tables: DataTables {
    DataTables(folder: path, fileNames: description.fileNames)
  }

  /// The ratings in one or more tables.
  ///
  /// - Throws: `DataError`.
  package func ratings(_ tables: [TableSource], threads: Int) throws(DataError) -> Ratings {
    try RatingsReader(format: format, skipBadRows: skipBadRows, threads: threads).read(tables)
  }
}
