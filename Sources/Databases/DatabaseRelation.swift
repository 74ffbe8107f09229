import Support

/// Where rows are in a database.
package enum DatabaseRelation: Sendable, Equatable {
  /// In a table or a view of this name.
  case table(String)
  /// What a query finds.
  case query(String)
}

extension DatabaseRelation: CustomStringConvertible {
  /// In words, for messages: `table ratings`.
  package var description: String {
    switch self {
    case .table(let name): "table \(shortened(name))"
    case .query(let text): "query \(text.quotedForMessage)"
    }
  }
}
