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
  /// What the tables are called, and what their columns hold.
  package let description: DataDescription
  /// How the file of ratings is written.
  package let format: RatingsFormat
  /// Whether bad rows are counted and passed over.
  ///
  /// The default is false: the first one is an error.
  package let skipBadRows: Bool

  private let database: DatabaseReader?

  /// A folder of data, or a database.
  ///
  /// - Parameters:
  ///   - path: The folder's path, or what names a `DatabaseLocation`.
  ///   - names: Where in a database the tables are. The default is under their own names.
  ///   - file: The description of the data. The default is nil: that in the folder, `data.yaml`, where there is one.
  ///   - ratings: Ratings in place of those in the folder or database. The default is none.
  ///   - format: How the file of ratings is written. The default is nil: as the description says.
  /// - Throws: `DatabaseError` of wrong usage; `ConfigurationError` for names of tables in a folder; `DataError` of a
  ///   description.
  package init(
    _ path: String, tables names: DatabaseTables = DatabaseTables(),
    description file: String? = nil, ratings: [TableSource] = [], format: RatingsFormat? = nil,
    skipBadRows: Bool = false
  ) throws {
    let location = try DatabaseLocation(path)
    let description =
      try file.map { try DataDescription(reading: $0) }
      ?? (location == nil ? DataDescription(inFolder: path) : DataDescription())
    (self.description, self.skipBadRows) = (description, skipBadRows)
    self.format = format ?? description.ratings ?? RatingsFormat()
    guard let location else {
      try require(
        names.named.isEmpty, "tables of a database",
        names.named.keys.map(\.rawValue).sorted().joined(separator: ", "),
        "none for the folder \(path)")
      (self.path, database) = (path, nil)
      tables = DataTables(folder: path, fileNames: description.fileNames).with(ratings: ratings)
      return
    }
    let reader = DatabaseReader(location, tick: DatabaseInterruptedError.check)
    var known = names
    known.add(description, time: self.format.time)
    (self.path, database) = (location.description, reader)
    tables = DataTables(reader, known, fileNames: description.fileNames)
      .with(ratings: ratings)
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
}
