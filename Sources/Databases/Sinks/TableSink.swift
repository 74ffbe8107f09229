/// A column of a table that rows are written to.
package struct SinkColumn: Sendable, Equatable {
  /// What it holds.
  package enum Kind: Sendable, Equatable {
    /// Text.
    case text
    /// Ids: numbers where all of them are, else text.
    case identifier(isInteger: Bool)
    /// Whole numbers.
    case integer
    /// Numbers.
    case real
    /// Points in time, as in `2026-11-27T03:00:00Z`.
    case time
  }

  /// Its name.
  package let name: String
  /// What it holds.
  package let kind: Kind

  /// A column of this name.
  package init(_ name: String, _ kind: Kind) { (self.name, self.kind) = (name, kind) }
}

/// A table of a database whose rows are replaced: whoever reads it sees the old rows or the new ones.
///
/// Nothing is changed before ``commit()`` is over; a sink that is released before leaves all as it was.
package protocol TableSink: AnyObject {
  /// What messages call it.
  var name: String { get }

  /// Begins; called once, before the first row.
  ///
  /// - Throws: ``DatabaseError``, what ends the waiting.
  func begin() throws

  /// Adds a row, with a field for each column in their order.
  ///
  /// - Throws: ``DatabaseError``, what ends the waiting.
  func write(_ row: [String]) throws

  /// Puts the rows in the place of those that were there.
  ///
  /// - Throws: ``DatabaseError``, what ends the waiting; the table is then as it was.
  func commit() throws
}

extension TableSink {
  /// Runs `body`; an error of the database names the table.
  func naming<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as DatabaseError {
      throw DatabaseError(error.kind, at: name, error.problem)
    }
  }
}

/// A table to be written to: which, and what is to be in it.
package struct SinkTable: Sendable, Equatable {
  /// Its name, perhaps with a schema.
  package let name: String
  /// The columns that rows have fields for; others take their defaults.
  package let columns: [SinkColumn]

  /// A table of these columns.
  package init(_ name: String, _ columns: [SinkColumn]) {
    (self.name, self.columns) = (name, columns)
  }

  /// Connects, and looks whether the table can take such rows; where it is missing it is made by ``TableSink/begin()``.
  ///
  /// - Parameter tick: Asked while the database is waited for; what it throws ends the writing. The default does
  ///   nothing.
  /// - Throws: ``DatabaseError``: a table whose columns do not fit, or that may not be written to; `FileError` for
  ///   a missing library.
  package func open(
    in location: DatabaseLocation, tick: @escaping @Sendable () throws -> Void = {}
  ) throws -> any TableSink {
    switch location.kind {
    case .postgreSQL(let text):
      try PostgreSQLSink(location, connection: text, self, tick: tick)
    case .sqlite(let path): try SQLiteSink(location, path: path, self, tick: tick)
    }
  }

  /// Throws unless a table with these columns can take the rows.
  ///
  /// - Parameters:
  ///   - found: The columns that are there.
  ///   - place: The table, for messages.
  /// - Throws: ``DatabaseError``.
  func check(_ found: [FoundColumn], at place: String) throws(DatabaseError) {
    for column in columns {
      guard let match = found.first(where: { $0.name == column.name }) else {
        let names = found.map(\.name).joined(separator: ", ")
        throw DatabaseError(
          .wrongData, at: place, "found no column \(column.name) among \(names), expected one")
      }
      guard match.takes(column.kind) else {
        throw DatabaseError(
          .wrongData, at: place,
          "found the column \(column.name) of type \(match.type), expected \(column.kind.expected)")
      }
    }
    let names = columns.map(\.name)
    if let other = found.first(where: { $0.mustBeGiven && !names.contains($0.name) }) {
      throw DatabaseError(
        .wrongData, at: place,
        "found the column \(other.name), which must have a value and has no default, expected only "
          + names.joined(separator: ", "))
    }
  }
}

/// A column of a table that is there.
struct FoundColumn {
  var name: String
  /// The type in the words of the database.
  var type: String
  /// Whether a row without it is refused.
  var mustBeGiven: Bool
  /// Whether it takes values of a kind.
  var takes: (SinkColumn.Kind) -> Bool

}

extension SinkColumn.Kind {
  /// What a column should be to take it, in words.
  fileprivate var expected: String {
    switch self {
    case .text: "one of text"
    case .identifier(let isInteger): isInteger ? "one of text or whole numbers" : "one of text"
    case .integer: "one of whole numbers"
    case .real: "one of numbers with a fraction, such as real"
    case .time: "one of times, such as timestamptz, or text"
    }
  }
}
