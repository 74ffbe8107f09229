/// A column of numbers or categories that is known of all books, or of all readers.
package struct Attribute: Sendable, Equatable {
  /// What is known.
  package enum Values: Sendable, Equatable {
    /// A number of each row; nil where it is unknown.
    case numbers([Double?])
    /// Some of a set of categories for each row.
    case categories(CategoryRows)
  }

  /// The name, as the data's description has it.
  package let name: String
  /// A value for each book or reader.
  package let values: Values

  /// An attribute of these parts.
  package init(name: String, values: Values) {
    (self.name, self.values) = (name, values)
  }

  /// How many books or readers there are.
  package var count: Int {
    switch values {
    case .numbers(let numbers): numbers.count
    case .categories(let categories): categories.count
    }
  }

  /// The same for other rows: row i has what row `places[i]` of this one has, nothing where that is nil.
  package func gathered(_ places: [Int?]) -> Attribute {
    let values: Values =
      switch self.values {
      case .numbers(let numbers): .numbers(places.map { $0.flatMap { numbers[$0] } })
      case .categories(let categories): .categories(categories.gathered(places))
      }
    return Attribute(name: name, values: values)
  }
}

/// Rows of categories: the genres of each film, the profession of each reader.
package struct CategoryRows: Sendable, Equatable {
  /// The categories' names, in the order of their first rows.
  package private(set) var names: [String] = []
  /// Where each row begins in ``members``, [rows + 1].
  package private(set) var offsets = [0]
  /// The categories of all rows, as indices of ``names``; within a row rising, each once.
  package private(set) var members: [UInt32] = []
  private var numbers: [String: UInt32] = [:]

  /// No rows.
  package init() {}

  /// Rows of these names.
  package init(_ rows: some Sequence<[String]>) {
    for row in rows { append(row) }
  }

  /// The number of rows.
  package var count: Int { offsets.count - 1 }

  /// The categories of a row, rising.
  package subscript(row: Int) -> ArraySlice<UInt32> { members[offsets[row]..<offsets[row + 1]] }

  /// Adds a row; a name that occurs twice counts once.
  package mutating func append(_ row: [String]) {
    let found = row.map { name in
      if let number = numbers[name] { return number }
      let number = UInt32(names.count)
      names.append(name)
      numbers[name] = number
      return number
    }
    members += Set(found).sorted()
    offsets.append(members.count)
  }

  fileprivate func gathered(_ places: [Int?]) -> CategoryRows {
    var rows = self
    (rows.offsets, rows.members) = ([0], [])
    for place in places {
      if let place { rows.members += self[place] }
      rows.offsets.append(rows.members.count)
    }
    return rows
  }
}
