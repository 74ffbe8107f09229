/// What can go wrong between the program and a database.
///
/// No message holds a password.
package struct DatabaseError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What kind of trouble it is; it decides the exit code.
  package enum Kind: Sendable, Equatable {
    /// A table, a file, a database or the client library is not there.
    case missing
    /// A table's columns or values are not what they should be.
    case wrongData
    /// A query or a name that makes no sense.
    case wrongUsage
    /// A table or file cannot be created or written to: it is none, or nobody gave the right to.
    case cannotCreate
    /// Reading or writing failed: the server went away, a disk is full, a permission is missing.
    case failed
  }

  /// What kind of trouble it is.
  package let kind: Kind
  /// Where: the database without its password, and the table.
  package let place: String
  /// What was found and what was expected.
  package let problem: String

  /// An error at `place`.
  package init(_ kind: Kind, at place: String, _ problem: String) {
    (self.kind, self.place, self.problem) = (kind, place, problem)
  }

  /// The same with what it is about: `table ratings`.
  package func about(_ subject: String) -> DatabaseError {
    DatabaseError(kind, at: "\(place), \(subject)", problem)
  }

  /// One sentence: the place and what is wrong.
  package var description: String { "\(place): \(problem)" }
}
