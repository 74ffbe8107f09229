import Foundation

/// Replaces the rows of a table of PostgreSQL in one transaction: `delete`, then `copy`.
///
/// The table stays the same, with its rights, indexes, views and foreign keys, and nobody who reads it waits: they see
/// the old rows until the transaction is over. A new table swapped in by name would lose all of that, and wait for
/// everybody who reads. The old rows leave room that `autovacuum` takes back.
final class PostgreSQLSink: TableSink {
  let name: String
  private let connection: PostgreSQLConnection
  private let table: SinkTable
  /// The table's name as SQL has it.
  private var sqlName: String
  private var isNew = false
  private var pending: [UInt8] = []

  private static let bufferSize = 1 << 16

  init(
    _ location: DatabaseLocation, connection text: String, _ table: SinkTable,
    tick: @escaping @Sendable () throws -> Void
  ) throws {
    self.table = table
    name = "\(location), table \(table.name)"
    sqlName = ""
    connection = try PostgreSQLConnection(location, connection: text, tick: tick)
    try naming { try look() }
  }

  /// Finds the table and looks at its columns and rights, or whether it may be made.
  private func look() throws {
    let wished = try connection.literal(table.name)
    let found = try connection.run(
      """
      select oid::regclass, relkind, has_table_privilege(oid, 'insert') and has_table_privilege(oid, 'delete')
      from pg_class where oid = to_regclass(\(wished))
      """)
    guard let row = found.first, let full = row[0] else { return try lookForRoom(wished) }
    sqlName = full
    guard let kind = row[1], ["r", "p"].contains(kind) else {
      throw DatabaseError(.cannotCreate, at: name, "found a view or the like, expected a table")
    }
    guard row[2] == "t" else {
      throw DatabaseError(
        .cannotCreate, at: name, "found no right to insert and delete, expected both")
    }
    try table.check(try columns(wished), at: name)
  }

  private func columns(_ wished: String) throws -> [FoundColumn] {
    let rows = try connection.run(
      """
      select attname, format_type(atttypid, atttypmod), typcategory, atttypid::regtype,
        attnotnull and not atthasdef and attidentity = ''
      from pg_attribute join pg_type on pg_type.oid = atttypid
      where attrelid = to_regclass(\(wished)) and attnum > 0 and not attisdropped order by attnum
      """)
    return rows.map { row in
      let (category, type) = (row[2] ?? "", row[3] ?? "")
      return FoundColumn(name: row[0] ?? "", type: row[1] ?? "", mustBeGiven: row[4] == "t") {
        kind in
        let isText = category == "S" || type == "citext"
        switch kind {
        case .text: return isText
        case .identifier(let isInteger):
          return isText || type == "uuid" || isInteger && category == "N"
        case .integer: return category == "N" && type != "money"
        case .real: return ["real", "double precision", "numeric"].contains(type)
        case .time: return isText || type.hasPrefix("timestamp")
        }
      }
    }
  }

  /// Takes the name of a table that is to be made.
  private func lookForRoom(_ wished: String) throws {
    isNew = true
    // The name in parts, as SQL understands it, each in quotes where it needs them.
    let parts = try connection.run(
      "select quote_ident(part) from unnest(parse_ident(\(wished))) part"
    )
    .compactMap { $0[0] }
    sqlName = parts.joined(separator: ".")
    let schema =
      parts.count > 1
      ? "(parse_ident(\(wished)))[array_length(parse_ident(\(wished)), 1) - 1]" : "current_schema()"
    let may = try connection.run("select has_schema_privilege(\(schema), 'create')")[0][0]
    guard may == "t" else {
      throw DatabaseError(
        .cannotCreate, at: name,
        "found no such table and no right to make it, expected the table or the right 'create' on its schema"
      )
    }
  }

  func begin() throws {
    try naming {
      try connection.run("begin")
      // Whoever else writes is waited for, but not for ever.
      try connection.run("set local lock_timeout = '60s'")
      if isNew { try connection.run("create table if not exists \(sqlName) (\(definition))") }
      // Two who write one after the other replace each other's rows; at once they would leave both.
      try connection.run("lock table \(sqlName) in share row exclusive mode")
      try connection.run("delete from \(sqlName)")
      let names = table.columns.map(\.name.asIdentifier).joined(separator: ", ")
      try connection.beginCopyIn("copy \(sqlName) (\(names)) from stdin (format csv)")
    }
  }

  private var definition: String {
    table.columns.map { column in
      let type =
        switch column.kind {
        case .text, .identifier(isInteger: false): "text"
        case .identifier(isInteger: true): "bigint"
        case .integer: "integer"
        case .real: "real"
        case .time: "timestamp with time zone"
        }
      return "\(column.name.asIdentifier) \(type) not null"
    }.joined(separator: ", ")
  }

  func write(_ row: [String]) throws {
    precondition(
      row.count == table.columns.count, "\(row.count) fields, \(table.columns.count) columns")
    for (place, field) in row.enumerated() {
      if place > 0 { pending.append(UInt8(ascii: ",")) }
      pending.append(contentsOf: CSVText.quoted(field).utf8)
    }
    pending.append(UInt8(ascii: "\n"))
    if pending.count >= Self.bufferSize { try flush() }
  }

  private func flush() throws {
    try naming { try connection.copyIn(pending) }
    pending.removeAll(keepingCapacity: true)
  }

  func commit() throws {
    if !pending.isEmpty { try flush() }
    try naming {
      try connection.endCopyIn()
      try connection.run("commit")
    }
  }
}
