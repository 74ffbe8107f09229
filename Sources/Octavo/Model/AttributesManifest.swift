import Features
import Kernels
import Support

/// What `model.json` says of the columns that the data's description gives to books and readers.
package struct AttributesManifest: Sendable, Codable, Equatable {
  /// An attribute of books as a term of the kernel.
  package struct Term: Sendable, Codable, Equatable {
    /// The attribute's name.
    package var name: String
    /// How many categories there are; nil for an attribute of numbers.
    package var categories: Int?
  }

  /// Columns that a network is told.
  package struct Columns: Sendable, Codable, Equatable {
    /// The names of the columns.
    package var names: [String]
    /// The names of the attributes.
    package var attributes: [String]
    /// The attribute of each column, by its place.
    package var attributeOfColumn: [Int]

    init(_ columns: AttributeColumns) {
      (names, attributes) = (columns.names, columns.attributeNames)
      attributeOfColumn = columns.attributes
    }

    func validate(_ name: String) throws(ConfigurationError) {
      try require(
        attributeOfColumn.count == names.count
          && attributeOfColumn.allSatisfy(attributes.indices.contains), name,
        attributeOfColumn.count, "one of the attributes for each of \(names.count) columns")
    }
  }

  /// The terms of the kernel.
  package var books: [Term]
  /// Columns of books.
  package var bookColumns: Columns
  /// Columns of readers.
  package var readerColumns: Columns

  init(_ encoder: FeatureEncoder) {
    let space = encoder.model.space
    books = space.attributes.map { attribute in
      switch attribute.content {
      case .numbers: Term(name: attribute.name)
      case .categories(let bags): Term(name: attribute.name, categories: bags.columns)
      }
    }
    bookColumns = Columns(space.attributeColumns)
    readerColumns = Columns(encoder.readers.attributes)
  }

  /// Whether nothing is known.
  var isEmpty: Bool {
    books.isEmpty && bookColumns.attributes.isEmpty && readerColumns.attributes.isEmpty
  }

  func validate() throws(ConfigurationError) {
    for term in books {
      try require(
        (0...Int(UInt32.max)).contains(term.categories ?? 0), "attributes.books",
        term.categories ?? 0, "0 to 4294967295 categories")
    }
    try bookColumns.validate("attributes.bookColumns")
    try readerColumns.validate("attributes.readerColumns")
  }
}
