import Foundation
import Support

/// Replaces the rows of a table of SQLite in one transaction.
///
/// Rows are gathered in a temporary table, so that others are kept from the database for the short time alone that
/// it takes to copy them.
final class SQLiteSink: TableSink {
  let name: String
  private let connection: SQLiteConnection
  private let table: SinkTable
  private let path: String
  private let tick: () throws -> Void
  private var insertion: SQLiteStatement?
  /// Whether the table is to be made.
  private var isNew = false
  /// Whether the file was made for it and holds nothing yet.
  private var isEmptyFile: Bool

  private static let gathered = "temp.octavo_rows"

  init(
    _ location: DatabaseLocation, path: String, _ table: SinkTable,
    tick: @escaping @Sendable () throws -> Void
  ) throws {
    (self.table, self.path, self.tick) = (table, path, tick)
    name = "\(location), table \(table.name)"
    isEmptyFile = try !FileStatus.exists(path)
    connection = try SQLiteConnection(location, path: path, .writing)
    try naming {
      // Says now whether the file can be written to.
      try connection.run("begin immediate")
      try look()
      try connection.run("rollback")
    }
  }

  deinit {
    insertion = nil
    if isEmptyFile { unlink(path) }
  }

  private func look() throws(DatabaseError) {
    let found = try connection.run(
      "select type from sqlite_master where lower(name) = lower(?)", [table.name])
    guard let kind = found.first?[0] else {
      isNew = true
      return
    }
    guard kind == "table" else {
      throw DatabaseError(.cannotCreate, at: name, "found a \(kind), expected a table")
    }
    let columns = try connection.run("pragma table_info(\(table.name.asIdentifier))")
    // A column takes any value, whatever its type; a primary key of whole numbers counts by itself.
    try table.check(
      columns.map { row in
        let isNumbered = row[5] != "0" && row[2]?.lowercased() == "integer"
        return FoundColumn(
          name: row[1] ?? "", type: row[2] ?? "",
          mustBeGiven: row[3] != "0" && row[4] == nil && !isNumbered
        ) { _ in true }
      }, at: name)
  }

  func begin() throws {
    try naming {
      try connection.run("create temp table octavo_rows (\(definition))")
      let places = table.columns.map { _ in "?" }.joined(separator: ", ")
      insertion = try SQLiteStatement(
        "insert into \(Self.gathered) values (\(places))", on: connection)
      try connection.run("begin")
    }
  }

  private var names: String { table.columns.map(\.name.asIdentifier).joined(separator: ", ") }

  private var definition: String {
    table.columns.map { column in
      let type =
        switch column.kind {
        case .text, .identifier(isInteger: false), .time: "text"
        case .identifier(isInteger: true), .integer: "integer"
        case .real: "real"
        }
      return "\(column.name.asIdentifier) \(type) not null"
    }.joined(separator: ", ")
  }

  func write(_ row: [String]) throws {
    precondition(
      row.count == table.columns.count, "\(row.count) fields, \(table.columns.count) columns")
    guard let insertion else { preconditionFailure("rows before the beginning") }
    try tick()
    try naming {
      // The types of the columns make numbers of what is one.
      for (place, field) in row.enumerated() { try insertion.bind(field, at: place) }
      _ = try insertion.step()
      insertion.reset()
    }
  }

  func commit() throws {
    try naming {
      insertion = nil
      try connection.run("commit")
      try tick()
      try connection.run("begin immediate")
      if isNew {
        try connection.run("create table if not exists \(table.name.asIdentifier) (\(definition))")
      }
      try connection.run("delete from \(table.name.asIdentifier)")
      try connection.run(
        """
        insert into \(table.name.asIdentifier) (\(names))
        select \(names) from \(Self.gathered) order by rowid
        """)
      try connection.run("commit")
      isEmptyFile = false
    }
  }
}
