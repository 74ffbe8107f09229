import Support
import Synchronization

/// Tables that are found once, and whose files stay open: all readings are of one content, or
/// ``checkUnchanged()`` fails.
final class OpenedTables: Sendable {
  private let find: @Sendable (Table) throws(FileError) -> [TableSource]
  private let found = Mutex<[Table: [TableSource]]>([:])

  /// Tables that `find` finds when they are first asked for.
  init(_ find: @escaping @Sendable (Table) throws(FileError) -> [TableSource]) {
    self.find = find
  }

  /// The sources of a table; what cannot be opened fails whenever it is asked for.
  func sources(of table: Table) throws(FileError) -> [TableSource] {
    try found.withLock { found throws(FileError) in
      if let known = found[table] { return known }
      var sources: [TableSource] = []
      for source in try find(table) { sources.append(try source.rereadable()) }
      found[table] = sources
      return sources
    }
  }

  /// Checks that nobody has written to the files since they were opened.
  func checkUnchanged() throws(FileError) {
    for source in found.withLock({ $0.values.flatMap(\.self) }) { try source.checkUnchanged() }
  }
}
