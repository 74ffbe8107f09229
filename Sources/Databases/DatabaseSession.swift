/// A connection that reads one state of a database, whatever others change meanwhile.
///
/// One thread at a time uses it, and one relation at a time is read.
protocol DatabaseSession: AnyObject {
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
  /// An expression that its rows can be ordered by as they were added; nil where nothing tells.
  var order: String?
}

extension String {
  /// The name as a query needs it, in double quotes.
  var asIdentifier: String { "\"" + replacing("\"", with: "\"\"") + "\"" }
}
