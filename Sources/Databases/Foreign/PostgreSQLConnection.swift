internal import CPostgreSQL
import Foundation
import Support

/// One connection to a PostgreSQL server.
///
/// All calls of libpq are here. What makes them safe: the connection is made in `init`, finished in `deinit` and
/// never handed out; a result is cleared by the function that got it, after its text was copied; strings live as
/// long as the call that they are passed to. One thread at a time uses a connection.
package final class PostgreSQLConnection {
  private let library: PostgreSQLLibrary
  private let connection: OpaquePointer
  private let location: DatabaseLocation
  /// Asked while the server is waited for; what it throws ends the waiting.
  private let tick: () throws -> Void
  /// Whether the server works on something.
  private var isBusy = false

  private var libpq: octavo_postgresql { library.functions }

  /// Milliseconds between two calls of `tick`.
  private static let patience: Int32 = 100

  /// Connects.
  ///
  /// - Throws: ``DatabaseError``, `FileError` for a library or a file of passwords.
  package init(
    _ location: DatabaseLocation, connection text: String, tick: @escaping () throws -> Void
  ) throws {
    library = try PostgreSQLLibrary(for: location.description)
    (self.location, self.tick) = (location, tick)
    let passwords = try PasswordFile()
    let parameters = Self.parameters(text, passwords)
    let keywords = Self.copies(parameters.map(\.keyword))
    let values = Self.copies(parameters.map(\.value))
    defer { for text in keywords + values { free(UnsafeMutablePointer(mutating: text)) } }
    guard let connection = library.functions.PQconnectdbParams(keywords, values, 1) else {
      throw DatabaseError(.failed, at: location.description, "found no memory to connect")
    }
    self.connection = connection
    withExtendedLifetime(passwords) {}
    guard Int(libpq.PQstatus(connection)) == OCTAVO_CONNECTION_OK else { throw lost() }
    // Notices are for people at a terminal; a connection that does not block lets `tick` be asked.
    _ = libpq.PQsetNoticeProcessor(connection, { _, _ in }, nil)
    _ = libpq.PQsetnonblocking(connection, 1)
  }

  deinit {
    if isBusy { cancel() }
    libpq.PQfinish(connection)
  }

  /// What libpq is told; what comes before the connection string gives way to it.
  private static func parameters(
    _ text: String, _ passwords: PasswordFile?
  ) -> [(keyword: String, value: String)] {
    let timeout = ProcessInfo.processInfo.environment["PGCONNECT_TIMEOUT"] == nil
    return (timeout ? [("connect_timeout", "10")] : [])
      + [
        ("keepalives_idle", "30"), ("keepalives_interval", "10"), ("keepalives_count", "3"),
        ("tcp_user_timeout", "60000"), ("fallback_application_name", "octavo"),
      ] + (passwords.map { [("passfile", $0.path)] } ?? [])
      + [("dbname", text), ("client_encoding", "UTF8")]
  }

  private static func copies(_ texts: [String]) -> [UnsafePointer<CChar>?] {
    texts.map { UnsafePointer(strdup($0)) } + [nil]
  }

  // MARK: Commands

  /// Runs one statement.
  ///
  /// - Returns: Its rows; nil for NULL.
  /// - Throws: ``DatabaseError``, what `tick` throws.
  @discardableResult
  package func run(_ sql: String) throws -> [[String?]] {
    try send(sql)
    var rows: [[String?]] = []
    try finish { result in
      rows = self.rows(of: result)
    }
    return rows
  }

  /// `text` as SQL has it, in quotes.
  func literal(_ text: String) throws -> String {
    guard let quoted = libpq.PQescapeLiteral(connection, text, text.utf8.count) else {
      throw lost()
    }
    defer { libpq.PQfreemem(quoted) }
    return String(cString: quoted)
  }

  private func rows(of result: OpaquePointer) -> [[String?]] {
    let columns = libpq.PQnfields(result)
    return (0..<libpq.PQntuples(result)).map { row in
      (0..<columns).map { column in
        guard libpq.PQgetisnull(result, row, column) == 0 else { return nil }
        return libpq.PQgetvalue(result, row, column).map { String(cString: $0) }
      }
    }
  }

  private func send(_ sql: String) throws {
    guard libpq.PQsendQuery(connection, sql) == 1 else { throw lost() }
    isBusy = true
    try flush()
  }

  /// Sends what libpq holds back.
  private func flush() throws {
    while true {
      switch libpq.PQflush(connection) {
      case 0: return
      case 1: try wait(for: POLLOUT | POLLIN)
      default: throw lost()
      }
      guard libpq.PQconsumeInput(connection) == 1 else { throw lost() }
    }
  }

  /// The next result, to be cleared by the caller; nil after the last.
  private func nextResult() throws -> OpaquePointer? {
    while libpq.PQisBusy(connection) == 1 { try waitForInput() }
    return libpq.PQgetResult(connection)
  }

  /// Waits for the end of the statement, hands each good result to `take`, and throws what the first bad one says.
  private func finish(_ take: (OpaquePointer) -> Void = { _ in }) throws {
    var failure: DatabaseError?
    while let result = try nextResult() {
      defer { libpq.PQclear(result) }
      if let error = self.failure(of: result) {
        failure = failure ?? error
      } else {
        take(result)
      }
    }
    isBusy = false
    if let failure { throw failure }
  }

  // MARK: Copying

  /// Begins `copy … to stdout`; ``nextBlock(_:)`` gives its text.
  ///
  /// - Throws: ``DatabaseError``, what `tick` throws.
  func beginCopyOut(_ sql: String) throws { try begin(sql, OCTAVO_PGRES_COPY_OUT) }

  /// Begins `copy … from stdin`; ``copyIn(_:)`` takes its text and ``endCopyIn()`` ends it.
  ///
  /// - Throws: ``DatabaseError``, what `tick` throws.
  package func beginCopyIn(_ sql: String) throws { try begin(sql, OCTAVO_PGRES_COPY_IN) }

  private func begin(_ sql: String, _ status: Int) throws {
    try send(sql)
    guard let result = try nextResult() else { throw lost() }
    defer { libpq.PQclear(result) }
    if Int(libpq.PQresultStatus(result)) == status { return }
    let failure = self.failure(of: result)
    try finish()
    throw failure ?? DatabaseError(.failed, at: location.description, "found no copy under way")
  }

  /// The next rows of a copy, about `size` bytes; empty at the end.
  ///
  /// - Throws: ``DatabaseError``, what `tick` throws.
  func nextBlock(_ size: Int) throws -> [UInt8] {
    guard isBusy else { return [] }
    try tick()
    var block: [UInt8] = []
    block.reserveCapacity(size + size / 8)
    while block.count < size {
      var row: UnsafeMutablePointer<CChar>?
      let length = Int(libpq.PQgetCopyData(connection, &row, 1))
      if length > 0, let row = row {
        let bytes = UnsafeRawBufferPointer(start: row, count: length)
        block.append(contentsOf: bytes)
        libpq.PQfreemem(row)
      } else if length == 0 {
        try waitForInput()
      } else if length == -1 {
        try finish()
        break
      } else {
        throw lost()
      }
    }
    return block
  }

  /// Sends rows of a copy.
  ///
  /// - Throws: ``DatabaseError``, what `tick` throws.
  package func copyIn(_ bytes: [UInt8]) throws {
    try tick()
    let count = Int32(bytes.count)
    while true {
      let sent = bytes.withUnsafeBytes { bytes in
        let text = bytes.assumingMemoryBound(to: CChar.self)
        return libpq.PQputCopyData(connection, text.baseAddress, count)
      }
      if sent == 1 { return try flush() }
      guard sent == 0 else { throw lost() }
      try wait(for: POLLOUT | POLLIN)
      guard libpq.PQconsumeInput(connection) == 1 else { throw lost() }
      try flush()
    }
  }

  /// Ends a copy to the server, which says now what was wrong with its rows.
  ///
  /// - Throws: ``DatabaseError``, what `tick` throws.
  package func endCopyIn() throws {
    while true {
      let sent = libpq.PQputCopyEnd(connection, nil)
      if sent == 1 { break }
      guard sent == 0 else { throw lost() }
      try wait(for: POLLOUT)
      try flush()
    }
    try flush()
    try finish()
  }

  /// Ends what the server is at, whose rows nobody wants any longer.
  ///
  /// - Throws: ``DatabaseError`` of a lost connection, what `tick` throws.
  func abandon() throws {
    guard isBusy else { return }
    cancel()
    var row: UnsafeMutablePointer<CChar>?
    while true {
      let length = libpq.PQgetCopyData(connection, &row, 1)
      if length > 0 { libpq.PQfreemem(row) }
      if length == 0 { try waitForInput() }
      if length < 0 { break }
    }
    // That it was cancelled is no news.
    do { try finish() } catch let error as DatabaseError where !isBusy { _ = error }
  }

  /// Asks the server to end the statement: by a connection of its own, which a server that is gone does not take.
  private func cancel() {
    guard Int(libpq.PQstatus(connection)) == OCTAVO_CONNECTION_OK,
      let request = libpq.PQgetCancel(connection)
    else { return }
    var reason = [CChar](repeating: 0, count: 256)
    _ = libpq.PQcancel(request, &reason, Int32(reason.count))
    libpq.PQfreeCancel(request)
  }

  // MARK: Waiting

  private func waitForInput() throws {
    try wait(for: POLLIN)
    guard libpq.PQconsumeInput(connection) == 1 else { throw lost() }
  }

  private func wait(for events: Int32) throws {
    var request = pollfd(
      fd: libpq.PQsocket(connection), events: Int16(events), revents: 0)
    while true {
      try tick()
      let ready = poll(&request, 1, Self.patience)
      if ready > 0 { return }
      guard ready == 0 || errno == EINTR else {
        throw DatabaseError(
          .failed, at: location.description, String(cString: strerror(errno)))
      }
    }
  }

  // MARK: Errors

  /// What libpq says of the connection.
  private func lost() -> DatabaseError {
    let words = libpq.PQerrorMessage(connection).map { String(cString: $0) } ?? ""
    return DatabaseError(.failed, at: location.description, location.scrubbed(words))
  }

  /// What is wrong with a result; nil for a good one.
  private func failure(of result: OpaquePointer) -> DatabaseError? {
    let good = [
      OCTAVO_PGRES_EMPTY_QUERY, OCTAVO_PGRES_COMMAND_OK, OCTAVO_PGRES_TUPLES_OK,
      OCTAVO_PGRES_COPY_OUT, OCTAVO_PGRES_COPY_IN,
    ]
    let status = Int(libpq.PQresultStatus(result))
    guard !good.contains(status) else { return nil }
    func field(_ code: Int) -> String? {
      libpq.PQresultErrorField(result, Int32(code))
        .map { location.scrubbed(String(cString: $0)) }
    }
    guard let message = field(OCTAVO_DIAG_MESSAGE) else { return lost() }
    let more = [field(OCTAVO_DIAG_DETAIL), field(OCTAVO_DIAG_CONTEXT)].compactMap(\.self)
    return DatabaseError(
      DatabaseError.Kind(ofState: field(OCTAVO_DIAG_SQLSTATE) ?? ""), at: location.description,
      message + (more.isEmpty ? "" : " (\(more.joined(separator: "; ")))"))
  }
}
