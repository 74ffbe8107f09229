internal import CSQLite
import Foundation
import Support

/// One connection to a SQLite database.
///
/// All calls of SQLite are in this file. What makes them safe: a connection is closed when the last statement that
/// holds it is gone, a statement finalized when it is; neither is ever handed out; the text of a column is copied
/// before the next step; strings live as long as the call that they are passed to.
package final class SQLiteConnection {
  fileprivate let library: SQLiteLibrary
  fileprivate let database: OpaquePointer
  /// The database, for messages.
  let name: String

  /// Whether a connection writes.
  package enum Access {
    /// It reads, and the file must be there.
    case reading
    /// It writes, and creates the file where it is missing.
    case writing
  }

  /// Milliseconds for which another process's lock is waited for.
  private static let patience: Int32 = 10_000

  /// Opens the file at `path`.
  ///
  /// - Throws: ``DatabaseError``, `FileError` for a missing library.
  package init(_ location: DatabaseLocation, path: String, _ access: Access) throws {
    library = try SQLiteLibrary(for: location.description)
    name = location.description
    var database: OpaquePointer?
    let flags =
      access == .reading
      ? OCTAVO_SQLITE_OPEN_READONLY
      : OCTAVO_SQLITE_OPEN_READWRITE | OCTAVO_SQLITE_OPEN_CREATE
    // An absolute path: SQLite takes some others for no path at all.
    let file = URL(fileURLWithPath: path).path
    let code = library.functions.sqlite3_open_v2(
      file, &database, Int32(flags | OCTAVO_SQLITE_OPEN_FULLMUTEX), nil)
    guard let database = database else {
      throw DatabaseError(.failed, at: name, "found no memory to open it")
    }
    self.database = database
    guard Int(code) == OCTAVO_SQLITE_OK else { throw failure(code) }
    _ = library.functions.sqlite3_busy_timeout(database, Self.patience)
  }

  deinit { _ = library.functions.sqlite3_close_v2(database) }

  /// Runs one statement.
  ///
  /// - Returns: Its rows; nil for NULL.
  /// - Throws: ``DatabaseError``.
  @discardableResult
  package func run(_ sql: String, _ values: [String] = []) throws(DatabaseError) -> [[String?]] {
    let statement = try SQLiteStatement(sql, on: self)
    for (place, value) in values.enumerated() { try statement.bind(value, at: place) }
    var rows: [[String?]] = []
    while try statement.step() {
      rows.append((0..<statement.columns.count).map { statement.text($0) })
    }
    return rows
  }

  /// What SQLite says of its last call, which gave `code`.
  fileprivate func failure(_ code: Int32) -> DatabaseError {
    let words = library.functions.sqlite3_errmsg(database).map { String(cString: $0) }
    let message = shortened(words ?? "error \(code)", to: 500)
    return DatabaseError(DatabaseError.Kind(ofSQLite: code, message), at: name, message)
  }
}

/// A statement of a connection; it is finalized when nobody holds it any longer.
final class SQLiteStatement {
  private let connection: SQLiteConnection
  private let statement: OpaquePointer
  /// The names of the columns that it finds.
  let columns: [String]

  private var sqlite: octavo_sqlite { connection.library.functions }

  /// Prepares one statement.
  ///
  /// - Throws: ``DatabaseError``.
  init(_ sql: String, on connection: SQLiteConnection) throws(DatabaseError) {
    self.connection = connection
    let functions = connection.library.functions
    var statement: OpaquePointer?
    var rest = 0
    let code = sql.withCString { text in
      var tail: UnsafePointer<CChar>?
      let code = functions.sqlite3_prepare_v2(
        connection.database, text, -1, &statement, &tail)
      rest = tail.map { strlen($0) } ?? 0
      return code
    }
    guard Int(code) == OCTAVO_SQLITE_OK else { throw connection.failure(code) }
    guard let statement = statement, rest == 0 else {
      if let statement = statement { _ = functions.sqlite3_finalize(statement) }
      throw DatabaseError(
        .wrongUsage, at: connection.name, "found no or several statements, expected one")
    }
    self.statement = statement
    columns = (0..<functions.sqlite3_column_count(statement)).map { column in
      functions.sqlite3_column_name(statement, column).map { String(cString: $0) } ?? ""
    }
  }

  deinit { _ = sqlite.sqlite3_finalize(statement) }

  /// Whether it changes nothing.
  var onlyReads: Bool { sqlite.sqlite3_stmt_readonly(statement) != 0 }

  /// Goes to the next row.
  ///
  /// - Returns: Whether there is one.
  /// - Throws: ``DatabaseError``.
  func step() throws(DatabaseError) -> Bool {
    let code = sqlite.sqlite3_step(statement)
    if Int(code) == OCTAVO_SQLITE_ROW { return true }
    guard Int(code) == OCTAVO_SQLITE_DONE else { throw connection.failure(code) }
    return false
  }

  /// Makes the statement ready to be run again with other values.
  func reset() { _ = sqlite.sqlite3_reset(statement) }

  // MARK: Values

  /// The text of a column of this row; nil for NULL.
  func text(_ column: Int) -> String? {
    withText(column) { $0.map { String(decoding: $0, as: UTF8.self) } }
  }

  /// Appends a column of this row to `block`, as CSV has it; nothing for NULL.
  func append(_ column: Int, to block: inout [UInt8]) {
    withText(column) { text in
      guard let text = text else { return }
      let isSpecial = text.isEmpty || text.contains { specialBytes.contains($0) }
      guard isSpecial else { return block.append(contentsOf: text) }
      block.append(quote)
      for byte in text {
        if byte == quote { block.append(quote) }
        block.append(byte)
      }
      block.append(quote)
    }
  }

  private func withText<Result>(
    _ column: Int, _ body: (UnsafeBufferPointer<UInt8>?) -> Result
  ) -> Result {
    let column = Int32(column)
    // The text first: asking for it is what makes the number of its bytes known.
    let isNull = Int(sqlite.sqlite3_column_type(statement, column)) == OCTAVO_SQLITE_NULL
    guard !isNull else { return body(nil) }
    let start = sqlite.sqlite3_column_text(statement, column)
    let count = Int(sqlite.sqlite3_column_bytes(statement, column))
    return body(UnsafeBufferPointer(start: start, count: start == nil ? 0 : count))
  }

  /// Sets the value in the place of a question mark, from 0.
  ///
  /// - Throws: ``DatabaseError``.
  func bind(_ value: String, at place: Int) throws(DatabaseError) {
    let (place, count) = (Int32(place + 1), Int32(value.utf8.count))
    var functions = sqlite
    let code = octavo_sqlite_bind_text(&functions, statement, place, value, count)
    guard Int(code) == OCTAVO_SQLITE_OK else { throw connection.failure(code) }
  }
}

private let quote = UInt8(ascii: "\"")
private let specialBytes: [UInt8] = [
  quote, UInt8(ascii: ","), UInt8(ascii: "\n"), UInt8(ascii: "\r"),
]

extension DatabaseError.Kind {
  /// The kind of an error with this result code and message, which are in English everywhere.
  fileprivate init(ofSQLite code: Int32, _ message: String) {
    let code = Int(code & 0xff)
    self =
      switch code {
      case OCTAVO_SQLITE_CANTOPEN, OCTAVO_SQLITE_READONLY: .cannotCreate
      case OCTAVO_SQLITE_NOTADB, OCTAVO_SQLITE_CORRUPT,
        OCTAVO_SQLITE_CONSTRAINT, OCTAVO_SQLITE_MISMATCH:
        .wrongData
      case OCTAVO_SQLITE_ERROR:
        if message.hasPrefix("no such table") {
          .missing
        } else if message.hasPrefix("no such column") || message.contains("has no column") {
          .wrongData
        } else {
          .wrongUsage
        }
      default: .failed
      }
  }
}
