import Support

/// Reads one state of a SQLite database: all in one transaction, on a connection that cannot write.
///
/// `@unchecked Sendable`: only ``DatabaseReader`` uses it, under its lock.
final class SQLiteSession: DatabaseSession, @unchecked Sendable {
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
    let found = try connection.run(
      "select name, type from sqlite_master where type in ('table', 'view') and lower(name) = lower(?)",
      [name])
    guard let table = found.first, let name = table[0]?.asIdentifier else { return nil }
    let columns = try connection.run("pragma table_info(\(name))")
    let names = columns.compactMap { $0[1] }
    let times = columns.filter { column in
      let type = column[2]?.lowercased() ?? ""
      return type.contains("date") || type.contains("time")
    }
    // Views have no such number, tables can be made without, and a column of that name may hold anything.
    let isNumbered =
      table[1] == "table" && !names.contains { $0.lowercased() == "rowid" }
      && (try? SQLiteStatement("select rowid from \(name)", on: connection)) != nil
    return DatabaseTable(
      name: name, columns: names, timeColumns: times.compactMap { $0[1] },
      place: isNumbered ? "rowid" : nil, isInOrder: isNumbered)
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
