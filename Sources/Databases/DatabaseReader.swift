import Support
import Synchronization

/// Reads the parts of data from a database, all of one state of it.
///
/// It connects when it is first asked, and holds one connection with one transaction until ``close()``.
package final class DatabaseReader: Sendable {
  /// The database.
  package let location: DatabaseLocation
  /// Where its parts are.
  package let tables: DatabaseTables
  /// The column that tells when a row was added, where a table has one; nil for none.
  private let timeColumn: String?
  /// Asked while the database is waited for; what it throws ends the reading.
  private let tick: @Sendable () throws -> Void
  private let state = Mutex(State())

  private struct State {
    var session: (any DatabaseSession)?
    /// The number of the last stream that was opened; an older one is over.
    var stream = 0
    /// What ended a stream: streams can only say that they cannot be read.
    var failure: (any Error)?
    var notes: [String] = []
  }

  /// A reader of `location`.
  ///
  /// - Parameters:
  ///   - tables: Where the parts are. The default is in the tables of their names.
  ///   - timeColumn: The column that tells when a row was added: tables that have it are read in its order. The
  ///     default is nil: none.
  ///   - tick: Asked while the database is waited for; what it throws ends the reading. The default does nothing.
  package init(
    _ location: DatabaseLocation, _ tables: DatabaseTables = DatabaseTables(),
    timeColumn: String? = nil, tick: @escaping @Sendable () throws -> Void = {}
  ) {
    (self.location, self.tables, self.timeColumn) = (location, tables, timeColumn)
    self.tick = tick
  }

  /// What to call a part in messages.
  package func name(of part: DataPart) -> String { "\(location), \(tables[part])" }

  /// What was noticed so far, one sentence each.
  package var notes: [String] { state.withLock { $0.notes } }

  /// Whether there is such a part.
  ///
  /// - Throws: ``DatabaseError``: a table that somebody named and that is not there, or no connection.
  package func has(_ part: DataPart) throws -> Bool {
    try state.withLock { state in try query(part, &state) != nil }
  }

  /// The rows of a part as CSV text with a header; nil where there is no such part.
  ///
  /// - Throws: ``DatabaseError``: a table that somebody named and that is not there, or no connection.
  package func stream(_ part: DataPart) throws -> (any ByteStream)? {
    try state.withLock { state in
      guard let query = try query(part, &state) else { return nil }
      let number = try begin(query, part, &state)
      return DatabaseStream(self, name: name(of: part), number: number)
    }
  }

  /// Ends the transaction and the connection; asked again, the reader connects anew.
  package func close() { state.withLock { $0.session = nil } }

  /// The error that ended a stream, if one did: what a reader of bytes knows of it is that they cannot be read.
  package func cause(of error: any Error) -> any Error { state.withLock { $0.failure } ?? error }

  // MARK: Parts

  private func begin(_ query: String, _ part: DataPart, _ state: inout State) throws -> Int {
    let session = try session(&state)
    try naming(part) {
      try session.abandon()
      try session.begin(query)
    }
    state.stream += 1
    return state.stream
  }

  private func session(_ state: inout State) throws -> any DatabaseSession {
    if let session = state.session { return session }
    let session: any DatabaseSession =
      switch location.kind {
      case .postgreSQL(let text):
        try PostgreSQLSession(location, connection: text, tick: tick)
      case .sqlite(let path): try SQLiteSession(location, path: path, tick: tick)
      }
    state.session = session
    return session
  }

  /// The query for a part; nil where there is none.
  private func query(_ part: DataPart, _ state: inout State) throws -> String? {
    switch tables[part] {
    case .query(let text):
      return String(text.reversed().drop { $0.isWhitespace || $0 == ";" }.reversed())
    case .table(let name):
      let session = try session(&state)
      let found = try naming(part) {
        try session.abandon()
        return try session.table(name)
      }
      guard let table = found else {
        if part != .ratings, tables.named[part] == nil { return nil }
        throw missing(part)
      }
      return "select * from \(table.name)" + order(of: table, part, &state)
    }
  }

  private func missing(_ part: DataPart) -> DatabaseError {
    DatabaseError(
      .missing, at: "\(location)",
      "found no \(tables[part]), expected a table or a view of the \(part.rawValue)")
  }

  /// The end of a query for a table; says where rows have no order though it counts.
  private func order(of table: DatabaseTable, _ part: DataPart, _ state: inout State) -> String {
    if let timeColumn, table.columns.contains(timeColumn) {
      return " order by \(timeColumn.asIdentifier)" + (table.order.map { ", \($0)" } ?? "")
    }
    if let order = table.order { return " order by \(order)" }
    let note =
      "\(name(of: part)): a table has no order; where the oldest rating should come first, name a query with "
      + "'order by'"
    if part == .ratings, !state.notes.contains(note) { state.notes.append(note) }
    return ""
  }

  private func naming<Result>(_ part: DataPart, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as DatabaseError {
      throw error.about("\(tables[part])")
    }
  }

  // MARK: Blocks

  /// The next block of the stream with this number.
  fileprivate func next(_ number: Int, name: String) throws(FileError) -> [UInt8] {
    do {
      return try state.withLock { state in
        guard number == state.stream, let session = state.session else {
          throw DatabaseError(.failed, at: name, "the reading was over before the rows were")
        }
        return try session.nextBlock()
      }
    } catch {
      let failure = (error as? DatabaseError).map {
        DatabaseError($0.kind, at: name, $0.problem)
      }
      state.withLock { $0.failure = failure ?? error }
      throw .unreadable(path: name, reason: failure?.problem ?? "\(error)")
    }
  }
}

/// The rows of a part.
private final class DatabaseStream: ByteStream {
  let name: String
  private let reader: DatabaseReader
  private let number: Int

  init(_ reader: DatabaseReader, name: String, number: Int) {
    (self.reader, self.name, self.number) = (reader, name, number)
  }

  func next() throws(FileError) -> [UInt8] { try reader.next(number, name: name) }
}
