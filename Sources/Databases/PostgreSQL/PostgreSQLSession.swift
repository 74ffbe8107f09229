/// Reads one state of a PostgreSQL database: all in one transaction that reads only and sees what was there when
/// it began.
///
/// `@unchecked Sendable`: only ``DatabaseReader`` uses it, under its lock.
final class PostgreSQLSession: DatabaseSession, @unchecked Sendable {
  private let connection: PostgreSQLConnection
  /// Whether a copy may be under way.
  private var isReading = false

  private static let blockSize = 1 << 18

  /// Connects and begins the transaction.
  ///
  /// - Throws: ``DatabaseError``, `FileError`, what `tick` throws.
  init(
    _ location: DatabaseLocation, connection text: String, tick: @escaping () throws -> Void
  ) throws {
    connection = try PostgreSQLConnection(location, connection: text, tick: tick)
    try connection.run("begin isolation level repeatable read read only")
    // Same data, same bytes: rows come in one order, times and numbers in one form, whatever the server is set to.
    for setting in [
      "synchronize_seqscans = off", "max_parallel_workers_per_gather = 0", "timezone = 'UTC'",
      "datestyle = 'ISO'", "extra_float_digits = 1",
    ] { try connection.run("set local \(setting)") }
  }

  func table(_ name: String) throws -> DatabaseTable? {
    let name = try connection.literal(name)
    // As SQL has names: in lower case without quotes, and with a schema or where the path of schemas finds it.
    let found = try connection.run(
      "select oid::regclass, relkind in ('r', 'm') from pg_class where oid = to_regclass(\(name))")
    guard let table = found.first, let full = table[0] else { return nil }
    let columns = try connection.run(
      """
      select attname, atttypid in ('timestamptz'::regtype, 'timestamp'::regtype, 'date'::regtype)
      from pg_attribute where attrelid = to_regclass(\(name)) and attnum > 0 and not attisdropped
      order by attnum
      """)
    return DatabaseTable(
      name: full, columns: columns.compactMap { $0[0] },
      timeColumns: columns.filter { $0[1] == "t" }.compactMap { $0[0] },
      place: table[1] == "t" ? "ctid" : nil, isInOrder: false)
  }

  func begin(_ query: String) throws {
    try connection.run("savepoint part")
    isReading = true
    // On lines of its own: a comment at the end of the query ends there.
    try connection.beginCopyOut("copy (\n\(query)\n) to stdout (format csv, header)")
  }

  func nextBlock() throws -> [UInt8] {
    let block = try connection.nextBlock(Self.blockSize)
    if block.isEmpty { isReading = false }
    return block
  }

  func abandon() throws {
    guard isReading else { return }
    isReading = false
    try connection.abandon()
    // What failed or was cancelled leaves the transaction good for this alone.
    try connection.run("rollback to savepoint part")
  }
}
