import Support

/// The tables that data consist of.
package enum Table: String, Sendable, CaseIterable {
  /// What readers thought of books; the only one that must be there.
  case ratings
  /// What the books are.
  case books
  /// The names of tags.
  case tags
  /// Which tags readers gave to books.
  case bookTags = "book_tags"
  /// What readers mean to read some day.
  case toRead = "to_read"

  /// The name of its file in a folder of data.
  package var fileName: String { rawValue + ".csv" }
}

/// Where the tables of data are: in a folder, in a database.
package struct DataTables: Sendable {
  /// What messages call the place: the folder's path, the URL of a database without its password.
  package let name: String
  private let find: @Sendable (Table) throws(FileError) -> [TableSource]

  /// Tables that `find` finds.
  ///
  /// - Parameters:
  ///   - name: What messages call the place.
  ///   - find: The sources of a table: none where it is not there, several for ratings in several parts.
  package init(
    name: String, find: @escaping @Sendable (Table) throws(FileError) -> [TableSource]
  ) {
    (self.name, self.find) = (name, find)
  }

  /// The tables in the folder at `path`.
  package init(folder path: String) {
    let files = TableFiles(folder: path)
    self.init(name: path) { table throws(FileError) in try files.sources(of: table) }
  }

  /// The same tables with other ratings, unless there are none.
  package func with(ratings: [TableSource]) -> DataTables {
    guard !ratings.isEmpty else { return self }
    return DataTables(name: name) { table throws(FileError) in
      table == .ratings ? ratings : try find(table)
    }
  }

  /// The sources of the ratings, oldest first.
  ///
  /// - Throws: `FileError.missing` where there is none.
  package func ratings() throws(FileError) -> [TableSource] {
    let sources = try find(.ratings)
    guard !sources.isEmpty else { throw .missing(path: place(of: .ratings)) }
    return sources
  }

  /// The source of `table`; nil where it is not there.
  ///
  /// - Throws: `FileError` where nobody can tell.
  package func source(of table: Table) throws(FileError) -> TableSource? {
    try find(table).first
  }

  /// What messages call `table`, whether it is there or not.
  package func place(of table: Table) -> String { name + "/" + table.fileName }
}
