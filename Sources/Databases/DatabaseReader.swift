import Support
import Synchronization

/// Reads tables and what queries find in a database, all of one state of it.
///
/// It connects when it is first asked, and holds one connection with one transaction until ``close()``. Of its
/// streams the one that was opened last can be read.
package final class DatabaseReader: Sendable {
  /// The database.
  package let location: DatabaseLocation
  /// Asked while the database is waited for; what it throws ends the reading.
  private let tick: @Sendable () throws -> Void
  private let state = Mutex(State())

  private struct State {
    var session: (any DatabaseSession)?
    /// The number of the stream that was opened last.
    var stream = 0
    /// The first error: whoever reads bytes can only say that they cannot be read.
    var failure: (any Error)?
    var notes: [String] = []
  }

  /// A reader of `location`.
  ///
  /// - Parameter tick: Asked while the database is waited for; what it throws ends the reading. The default does
  ///   nothing.
  package init(_ location: DatabaseLocation, tick: @escaping @Sendable () throws -> Void = {}) {
    (self.location, self.tick) = (location, tick)
  }

  /// What messages call `relation`.
  package func name(of relation: DatabaseRelation) -> String { "\(location), \(relation)" }

  /// What was noticed so far, one sentence each.
  package var notes: [String] { state.withLock { $0.notes } }

  /// Whether `relation` is there; nobody looks whether a query finds anything.
  ///
  /// - Throws: `FileError`, whose ``cause(of:)`` says more.
  package func has(_ relation: DatabaseRelation) throws(FileError) -> Bool {
    guard case .table(let name) = relation else { return true }
    return try noting(relation) { state in try self.table(name, &state) != nil }
  }

  /// Begins to read the rows of `relation`, as CSV text with a header.
  ///
  /// - Parameters:
  ///   - relation: What is read.
  ///   - isOrdered: Whether the order of rows counts: those of a table are then read by its time, or a note says
  ///     that there is none. The default is false.
  ///   - timeColumn: The column that tells when a row was added. The default is nil: the table's only one.
  /// - Throws: `FileError`, whose ``cause(of:)`` says more.
  package func stream(
    _ relation: DatabaseRelation, isOrdered: Bool = false, timeColumn: String? = nil
  ) throws(FileError) -> any ByteStream {
    let number = try noting(relation) { state in
      let query = try self.query(relation, isOrdered, timeColumn, &state)
      try self.idle(&state).begin(query)
      state.stream += 1
      return state.stream
    }
    return DatabaseStream(self, relation, number: number)
  }

  /// Ends the transaction and the connection; asked again, the reader connects anew.
  package func close() { state.withLock { $0.session = nil } }

  /// What is behind an error of reading: the database's own, if there was one.
  package func cause(of error: any Error) -> any Error {
    state.withLock { state in
      defer { state.failure = nil }
      return state.failure ?? error
    }
  }

  // MARK: Queries

  private func session(_ state: inout State) throws -> any DatabaseSession {
    if let session = state.session { return session }
    let session: any DatabaseSession =
      switch location.kind {
      case .postgreSQL(let text): try PostgreSQLSession(location, connection: text, tick: tick)
      case .sqlite(let path): try SQLiteSession(location, path: path, tick: tick)
      }
    state.session = session
    return session
  }

  /// The session, after what it was reading.
  private func idle(_ state: inout State) throws -> any DatabaseSession {
    let session = try session(&state)
    try session.abandon()
    return session
  }

  private func table(_ name: String, _ state: inout State) throws -> DatabaseTable? {
    try idle(&state).table(name)
  }

  private func query(
    _ relation: DatabaseRelation, _ isOrdered: Bool, _ timeColumn: String?, _ state: inout State
  ) throws -> String {
    switch relation {
    case .query(let text):
      return String(text.reversed().drop { $0.isWhitespace || $0 == ";" }.reversed())
    case .table(let name):
      guard let table = try table(name, &state) else {
        throw DatabaseError(
          .missing, at: "\(location)", "found no \(relation), expected a table or a view")
      }
      // Side tables, too, come in the order in which they lie where that costs nothing.
      let order = isOrdered || table.isInOrder ? RowOrder(of: table, timeColumn: timeColumn) : nil
      if let note = order?.note {
        let sentence = "\(self.name(of: relation)): \(note)"
        if !state.notes.contains(sentence) { state.notes.append(sentence) }
      }
      return "select * from \(table.name)" + (order?.clause ?? "")
    }
  }

  // MARK: Errors and blocks

  /// Runs `body`; keeps the error that it throws, with what it is about.
  private func noting<Result>(
    _ relation: DatabaseRelation, _ body: (inout State) throws -> Result
  ) throws(FileError) -> Result {
    do {
      return try state.withLock { state in
        do {
          return try body(&state)
        } catch {
          let database = (error as? DatabaseError)?.ofReading
          let isNamed = database?.problem.contains("\(relation)") ?? true
          let failure: any Error =
            (isNamed ? database : database?.about("\(relation)")) ?? error
          state.failure = state.failure ?? failure
          throw error
        }
      }
    } catch let error as FileError {
      throw error
    } catch {
      let reason = (error as? DatabaseError)?.problem ?? "\(error)"
      throw .unreadable(path: name(of: relation), reason: reason)
    }
  }

  /// The next block of the stream with this number.
  fileprivate func next(_ number: Int, of relation: DatabaseRelation) throws(FileError) -> [UInt8] {
    try noting(relation) { state in
      guard number == state.stream, let session = state.session else {
        throw DatabaseError(
          .failed, at: "\(self.location)", "the reading was over before the rows were")
      }
      return try session.nextBlock()
    }
  }
}

extension DatabaseError {
  /// The same where nothing is written: a query that writes is no query to read by.
  fileprivate var ofReading: DatabaseError {
    kind == .cannotCreate ? DatabaseError(.wrongUsage, at: place, problem) : self
  }
}

/// The rows of a relation.
private final class DatabaseStream: ByteStream {
  let name: String
  private let reader: DatabaseReader
  private let relation: DatabaseRelation
  private let number: Int

  init(_ reader: DatabaseReader, _ relation: DatabaseRelation, number: Int) {
    (self.reader, self.relation, self.number) = (reader, relation, number)
    name = reader.name(of: relation)
  }

  func next() throws(FileError) -> [UInt8] { try reader.next(number, of: relation) }
}
