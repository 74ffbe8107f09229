import BookData
import Databases
import Support

/// Where in a database the tables of data are: under which names, or what queries find them.
package struct DatabaseTables: Sendable, Equatable {
  /// What somebody named.
  package private(set) var named: [Table: DatabaseRelation] = [:]
  /// The column that tells when a rating was made; nil for the only column of times, where there is one.
  package var timeColumn: String?

  /// Every table under its own name, where there is one.
  package init() {}

  /// Where a table is: where somebody said, or under its own name.
  package subscript(table: Table) -> DatabaseRelation {
    get { named[table] ?? .table(table.rawValue) }
    set { named[table] = newValue }
  }

  /// What a configuration file says of a table: its name, or a query, which begins with `select` or `with`; nil
  /// for nothing.
  package subscript(text table: Table) -> String? {
    get {
      switch named[table] {
      case .table(let text), .query(let text): text
      case nil: nil
      }
    }
    set { named[table] = newValue.map { Self.isQuery($0) ? .query($0) : .table($0) } }
  }

  /// Takes the names that a description gives to tables and nobody gave here, and the column of times.
  mutating func add(_ description: DataDescription, time: String?) {
    for (table, name) in description.fileNames
    where name != table.fileName || table == .readers {
      if named[table] == nil {
        named[table] = .table(name.hasSuffix(".csv") ? table.rawValue : name)
      }
    }
    timeColumn = timeColumn ?? time
  }

  private static func isQuery(_ text: String) -> Bool {
    let word = text.drop(while: \.isWhitespace).prefix { !$0.isWhitespace }
    return ["select", "with"].contains(word.lowercased()) && word.endIndex != text.endIndex
  }

  /// Takes `ratings=NAME` or `ratings=select …` of a command line.
  ///
  /// - Parameters:
  ///   - option: What the value was given to, for messages: `--table`.
  ///   - relation: What the text behind the sign names.
  /// - Throws: `ConfigurationError`.
  package mutating func take(
    _ option: String, _ text: String, as relation: (String) -> DatabaseRelation
  ) throws(ConfigurationError) {
    let pair = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard pair.count == 2, let table = Table(rawValue: String(pair[0])), !pair[1].isEmpty else {
      let names = Table.allCases.map(\.rawValue).joined(separator: ", ")
      throw ConfigurationError(
        "\(option): found '\(shortened(text))', expected PART=… with a part among \(names)")
    }
    if let before = named[table] {
      throw ConfigurationError(
        "\(option): found another place for \(table.rawValue) than \(before), expected one")
    }
    named[table] = relation(String(pair[1]))
  }
}
