extension DatabaseError.Kind {
  /// The kind of an error with this SQLSTATE, which PostgreSQL's manual lists in its appendix A.
  init(ofState state: String) {
    self =
      switch state {
      // A database, a schema, a table that is not there.
      case "3D000", "3F000", "42P01": .missing
      // A column or a function that is not there, types that do not fit.
      case "42703", "42804", "42883", "42846": .wrongData
      // A permission.
      case "42501": .failed
      // A server that only reads.
      case "25006": .cannotCreate
      default:
        switch state.prefix(2) {
        // Values, and constraints on them.
        case "22", "23", "44": .wrongData
        // Syntax, what is no query, and what only a query can get wrong.
        case "42", "0A": .wrongUsage
        default: .failed
        }
      }
  }
}
