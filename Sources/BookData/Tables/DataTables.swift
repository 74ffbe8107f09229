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
  /// Who the readers are.
  case readers = "users"

  /// The name of its file in a folder of data whose description does not say another.
  package var fileName: String { rawValue + ".csv" }
}

/// Where the tables of data are: in a folder, in a database.
package struct DataTables: Sendable {
  /// What messages call the place: the folder's path, the URL of a database without its password.
  package let name: String
  private let called: @Sendable (Table) -> String
  private let find: @Sendable (Table) throws(FileError) -> [TableSource]
  private let fileNames: [Table: String]
  private let opened: OpenedTables?

  /// Tables that `find` finds.
  ///
  /// - Parameters:
  ///   - name: What messages call the place.
  ///   - fileNames: What tables are called that have other names than usual. The default is none.
  ///   - place: What messages call a table, whether it is there or not. The default is its file in a folder.
  ///   - find: The sources of a table: none where it is not there, several for ratings in several parts.
  package init(
    name: String, fileNames: [Table: String] = [:],
    place called: (@Sendable (Table) -> String)? = nil,
    find: @escaping @Sendable (Table) throws(FileError) -> [TableSource]
  ) {
    (self.name, self.fileNames, self.find) = (name, fileNames, find)
    self.called = called ?? { name + "/" + (fileNames[$0] ?? $0.fileName) }
    opened = nil
  }

  /// `tables`, opened.
  private init(_ tables: DataTables, opened: OpenedTables) {
    (name, fileNames, called) = (tables.name, tables.fileNames, tables.called)
    find = { table throws(FileError) in try opened.sources(of: table) }
    self.opened = opened
  }

  /// The tables in the folder at `path`.
  ///
  /// - Parameter fileNames: The files of tables that are called otherwise than usual. The default is none.
  package init(folder path: String, fileNames: [Table: String] = [:]) {
    let files = TableFiles(folder: path, names: fileNames)
    self.init(name: path, fileNames: fileNames) { table throws(FileError) in
      try files.sources(of: table)
    }
  }

  /// The same tables with other ratings, unless there are none.
  package func with(ratings: [TableSource]) -> DataTables {
    guard !ratings.isEmpty else { return self }
    return DataTables(name: name, fileNames: fileNames, place: called) { table throws(FileError) in
      if table == .ratings { return ratings }
      return try find(table)
    }
  }

  /// The same tables for whoever reads one more than once: each file is opened when it is first asked for, and stays
  /// open, so that all readings are of one content, or ``checkUnchanged()`` fails.
  package func rereadable() -> DataTables {
    opened == nil ? DataTables(self, opened: OpenedTables(find)) : self
  }

  /// Checks that nobody has written to the files of ``rereadable()`` tables since they were opened; called when all
  /// was read.
  ///
  /// - Throws: ``FileError/unreadable(path:reason:)``.
  package func checkUnchanged() throws(FileError) { try opened?.checkUnchanged() }

  /// The name of a table's file, or what stands for it.
  package func fileName(of table: Table) -> String { fileNames[table] ?? table.fileName }

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
  ///
  /// Readers have no usual name: any file of users may be about somebody else.
  package func source(of table: Table) throws(FileError) -> TableSource? {
    if table == .readers, fileNames[.readers] == nil { return nil }
    return try find(table).first
  }

  /// What messages call `table`, whether it is there or not.
  package func place(of table: Table) -> String { called(table) }
}
