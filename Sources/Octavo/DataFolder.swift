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

  /// A folder of data.
  package init(_ path: String, format: RatingsFormat = RatingsFormat(), skipBadRows: Bool = false) {
    (self.path, self.format, self.skipBadRows) = (path, format, skipBadRows)
  }

  /// Ratings that are read in place of those in the folder.
  ///
  /// The default is none.
  package var ratings: [TableSource] = []

  /// The tables.
  package var tables: DataTables { DataTables(folder: path).with(ratings: ratings) }

  /// The ratings in one or more tables.
  ///
  /// - Throws: `DataError`.
  package func ratings(_ tables: [TableSource], threads: Int) throws(DataError) -> Ratings {
    try RatingsReader(format: format, skipBadRows: skipBadRows, threads: threads).read(tables)
  }

  /// The titles in the folder, none where it has no books.csv or one without titles.
  ///
  /// - Parameter note: Called with a sentence when the content of books.csv cannot be used.
  /// - Throws: `DataError.file` for a file that is there and cannot be read.
  package func titles(note: (String) -> Void) throws(DataError) -> BookTitles {
    do throws(DelimitedTextError) {
      guard let table = try tables.books() else { return BookTitles() }
      return try BookTitles(reading: table)
    } catch .file(.missing) {
      return BookTitles()
    } catch .file(.unreadable(let path, let reason)) {
      throw .file(.unreadable(path: path, reason: reason))
    } catch {
      note("no titles: \(error)")
      return BookTitles()
    }
  }
}

extension DataTables {
  fileprivate func books() throws(DelimitedTextError) -> TableSource? {
    do {
      return try source(of: .books)
    } catch {
      throw .file(error)
    }
  }
}
