/// A connection that reads one state of a database, whatever others change meanwhile.
///
/// ``DatabaseReader`` lets one thread at a time use it; one relation at a time is read.
protocol DatabaseSession: AnyObject, Sendable {
  /// The table or view `name`; nil where there is none.
  ///
  /// - Throws: ``DatabaseError``, what ends the waiting.
  func table(_ name: String) throws -> DatabaseTable?

  /// Begins to read what `query` finds.
  ///
  /// - Throws: ``DatabaseError``, what ends the waiting.
  func begin(_ query: String) throws

  /// The next rows as CSV text, a header before the first of them; empty at the end.
  ///
  /// - Throws: ``DatabaseError``, what ends the waiting.
  func nextBlock() throws -> [UInt8]

  /// Ends a reading that is not at its end.
  ///
  /// - Throws: ``DatabaseError``, what ends the waiting.
  func abandon() throws
}

/// A table or a view.
struct DatabaseTable: Equatable {
  /// Its name as a query needs it, in quotes where these are needed.
  var name: String
  /// The names of its columns.
  var columns: [String]
  /// The names of those of them that hold a time or a date, as they were declared.
  var timeColumns: [String]
  /// What tells rows apart that have one time, such as where they lie; nil where nothing does.
  var place: String?
  /// Whether rows come in the order of ``place``, in which they were added, without being sorted.
  var isInOrder: Bool
}

extension String {
  /// The name as a query needs it, in double quotes.
  var asIdentifier: String { "\"" + replacing("\"", with: "\"\"") + "\"" }
}
