import Support

/// The tables that data consist of.
public enum DataPart: String, Sendable, CaseIterable {
  /// Readers, books and ratings: the only one that must be there.
  case ratings
  /// What is known of the books.
  case books
  /// The names of tags.
  case tags
  /// Which tags books have.
  case bookTags = "book_tags"
  /// Which books readers want to read.
  case toRead = "to_read"
}

/// Where in a database each part of the data is: in a table or view, or what a query finds.
public struct DatabaseTables: Sendable, Equatable {
  /// Where a part is.
  public enum Relation: Sendable, Equatable {
    /// A table or a view, by its name.
    case table(String)
    /// What a query finds.
    case query(String)
  }

  /// The parts that somebody named.
  public private(set) var named: [DataPart: Relation] = [:]

  /// Every part in the table of its name, where there is one.
  public init() {}

  /// Where a part is: where somebody said, or in the table of its name.
  public subscript(part: DataPart) -> Relation {
    get { named[part] ?? .table(part.rawValue) }
    set { named[part] = newValue }
  }

  /// Takes `ratings=NAME` or `ratings=select …`.
  ///
  /// - Parameters:
  ///   - option: What the value was given to, for messages: `--table`.
  ///   - relation: What the text behind the sign names.
  /// - Throws: `ConfigurationError`.
  public mutating func take(
    _ option: String, _ text: String, as relation: (String) -> Relation
  ) throws(ConfigurationError) {
    let pair = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let names = DataPart.allCases.map(\.rawValue)
    guard pair.count == 2, let part = DataPart(rawValue: String(pair[0])), !pair[1].isEmpty else {
      throw ConfigurationError(
        "\(option): found \(shortened(text)), expected PART=… with a part among "
          + names.joined(separator: ", "))
    }
    if let before = named[part] {
      throw ConfigurationError(
        "\(option): found \(part.rawValue) twice (\(before)), expected one table or query for it")
    }
    named[part] = relation(String(pair[1]))
  }
}

extension DatabaseTables.Relation: CustomStringConvertible {
  /// In words, for messages: `table ratings`.
  public var description: String {
    switch self {
    case .table(let name): "table \(name)"
    case .query(let text): "query \(text.quotedForMessage)"
    }
  }
}
