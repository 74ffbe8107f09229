import BookData
import Databases
import Support

extension DataTables {
  /// The tables in a database, of which the ratings and those that somebody named must be there.
  ///
  /// - Parameter fileNames: What the tables are called in a description.
  init(_ reader: DatabaseReader, _ tables: DatabaseTables, fileNames: [Table: String]) {
    self.init(
      name: reader.location.description, fileNames: fileNames,
      place: { reader.name(of: tables[$0]) },
      find: { table throws(FileError) in
        let relation = tables[table]
        let isOptional = table != .ratings && tables.named[table] == nil
        if isOptional, try !reader.has(relation) { return [] }
        // Rows that do not count as old and new are in no order to miss.
        let isRatings = table == .ratings
        let timeColumn = isRatings ? tables.timeColumn : nil
        return [
          TableSource(name: reader.name(of: relation)) { () throws(FileError) in
            try reader.stream(relation, isOrdered: isRatings, timeColumn: timeColumn)
          }
        ]
      })
  }
}

/// A signal came while a database was read or written.
package struct DatabaseInterruptedError: Error, Equatable, CustomStringConvertible {
  /// SIGINT, SIGTERM or SIGHUP.
  package let signal: Int32

  /// One sentence.
  package var description: String {
    "stopped by \(Interruption.name(of: signal)) while a database was at work; nothing there was changed"
  }

  /// Throws if a signal came that is to be waited with.
  package static func check() throws {
    if let signal = Interruption.signal { throw DatabaseInterruptedError(signal: signal) }
  }
}
