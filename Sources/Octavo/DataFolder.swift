import BookData
import Databases
import Support

/// A folder of data, or a database, and how its ratings are written.
package struct DataFolder: Sendable {
  /// The folder, with `ratings.csv` and perhaps `books.csv` and the other side files; the database without its
  /// password.
  package let path: String
  /// The tables in the folder or the database.
  package let tables: DataTables
  /// How the file of ratings is written.
  ///
  /// The default is that of goodbooks-10k.
  package var format: RatingsFormat
  /// Whether bad rows are counted and passed over.
  ///
  /// The default is false: the first one is an error.
  package var skipBadRows: Bool

  private let database: DatabaseReader?

  /// A folder of data, or a database.
  ///
  /// - Parameters:
  ///   - path: The folder's path, or what names a `DatabaseLocation`.
  ///   - names: Where in a database the tables are. The default is under their own names.
  /// - Throws: `DatabaseError` of wrong usage; `ConfigurationError` for names of tables in a folder.
  package init(
    _ path: String, tables names: DatabaseTables = DatabaseTables(),
    format: RatingsFormat = RatingsFormat(), skipBadRows: Bool = false
  ) throws {
    (self.format, self.skipBadRows) = (format, skipBadRows)
    guard let location = try DatabaseLocation(path) else {
      try require(
        names.named.isEmpty, "tables of a database",
        names.named.keys.map(\.rawValue).sorted().joined(separator: ", "),
        "none for the folder \(path)")
      (self.path, tables, database) = (path, DataTables(folder: path), nil)
      return
    }
    let reader = DatabaseReader(location, tick: DatabaseInterruptedError.check)
    (self.path, tables, database) = (location.description, DataTables(reader, names), reader)
  }

  /// Runs `body`, which reads tables; its error is the database's own where that was the trouble.
  package func reading<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch {
      throw cause(of: error)
    }
  }

  /// What is behind an error of reading tables: the database's own, where that was the trouble.
  func cause(of error: any Error) -> any Error { database?.cause(of: error) ?? error }

  /// What was noticed about the database, one sentence each.
  package var notes: [String] { database?.notes ?? [] }

  /// Ends the connection to the database, where there is one: training takes hours, and needs it no longer.
  package func close() { database?.close() }

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
