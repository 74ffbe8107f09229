import Support

/// Reads one state of a SQLite database: all in one transaction, on a connection that cannot write.
final class SQLiteSession: DatabaseSession {
  private let connection: SQLiteConnection
  private let tick: () throws -> Void
  private var statement: SQLiteStatement?
  /// Whether the header is still to come.
  private var isAtStart = false

  private static let blockSize = 1 << 18

  /// Opens the file and begins the transaction.
  ///
  /// - Throws: ``DatabaseError``, `FileError`.
  init(
    _ location: DatabaseLocation, path: String, tick: @escaping () throws -> Void
  ) throws {
    // SQLite has one code for a file that is not there and one that cannot be opened.
    _ = try InputFile(path)
    connection = try SQLiteConnection(location, path: path, .reading)
    self.tick = tick
    try connection.run("begin")
  }

  func table(_ name: String) throws -> DatabaseTable? {
    let names = try connection.run(
      "select name from sqlite_master where type in ('table', 'view') and lower(name) = lower(?)",
      [name])
    guard let found = names.first?[0] else { return nil }
    let table = try SQLiteStatement("select * from \(found.asIdentifier)", on: connection)
    // A view has no such number, and a table can be made without; a column of that name may hold anything.
    let numbered = try? SQLiteStatement(
      "select rowid from \(found.asIdentifier)", on: connection)
    let isNumbered = numbered != nil && !table.columns.contains { $0.lowercased() == "rowid" }
    return DatabaseTable(
      name: found.asIdentifier, columns: table.columns, order: isNumbered ? "rowid" : nil)
  }

  func begin(_ query: String) throws {
    let statement = try SQLiteStatement(query, on: connection)
    guard statement.onlyReads, !statement.columns.isEmpty else {
      throw DatabaseError(
        .wrongUsage, at: connection.name, "found a statement that finds no rows, expected a query")
    }
    (self.statement, isAtStart) = (statement, true)
  }

  func nextBlock() throws -> [UInt8] {
    guard let statement else { return [] }
    try tick()
    var block: [UInt8] = []
    block.reserveCapacity(Self.blockSize + Self.blockSize / 8)
    if isAtStart {
      let header = statement.columns.map { CSVText.quoted($0) }.joined(separator: ",")
      block += (header + "\n").utf8
      isAtStart = false
    }
    while block.count < Self.blockSize {
      guard try statement.step() else {
        self.statement = nil
        break
      }
      for column in 0..<statement.columns.count {
        if column > 0 { block.append(UInt8(ascii: ",")) }
        statement.append(column, to: &block)
      }
      block.append(UInt8(ascii: "\n"))
    }
    return block
  }

  func abandon() { statement = nil }
}
