import Support

/// The tables beside the ratings, of which each may be missing unless a person described it.
///
/// Reading goes in two steps, because books that nobody has rated yet belong to the model's vocabulary
/// too: ``init(_:_:)`` reads the tables of books and of readers, then ``catalog(readers:books:threads:)`` the rest.
package struct CatalogFolder: Sendable {
  private static let sideTables = Table.allCases.filter { $0 != .ratings }

  /// Where the tables are.
  package let tables: DataTables
  /// The books of the table of books, in file order.
  package var listed: [BookDetails] { books?.details ?? [] }
  /// What is missing or cannot be used, one sentence each.
  package private(set) var notes: [String] = []

  private let description: DataDescription
  private var books: EntityTable?
  private var readers: EntityTable?

  /// Reads the tables of books and readers.
  ///
  /// A file that is missing, or whose content cannot be used, is noted. Files stay open: what is read later is of the
  /// same content.
  ///
  /// - Parameter description: What files are called and columns hold. The default is goodbooks-10k's.
  /// - Throws: ``DataError/file(_:)`` for a file that is there and cannot be read; any ``DataError`` of a table that a
  ///   person described.
  package init(
    _ tables: DataTables, _ description: DataDescription = DataDescription()
  ) throws(DataError) {
    (self.tables, self.description) = (tables.rereadable(), description)
    books = try read(
      .books, description.books, orElse: "nothing is known of books but their ratings")
    if let readers = description.readers {
      self.readers = try read(.readers, readers, orElse: "nothing is known of readers")
    }
    notes += unusedFiles
  }

  private mutating func read(
    _ kind: Table, _ table: TableDescription, orElse words: String
  ) throws(DataError) -> EntityTable? {
    var path = tables.place(of: kind)
    do {
      guard let source = try tables.source(of: kind) else { throw FileError.missing(path: path) }
      path = source.name
      let read = try EntityTable(reading: source, table)
      notes += read.foreignText.map { [$0] } ?? []
      if !read.missingColumns.isEmpty {
        notes.append("\(path): no column \(read.missingColumns.joined(separator: ", "))")
      }
      if !read.unusedColumns.isEmpty {
        notes.append(
          "\(path): not used: \(Self.listed(read.unusedColumns)); data.yaml can say what they hold")
      }
      notes += Vocabulary(names: read.ids)
        .dressNotes(kind == .books ? "books" : "readers", at: path)
      return read
    } catch {
      let error = DataError(anyOf: error, path: path)
      if table.isComplete {
        try checkUnchanged()
        throw error
      }
      notes.append(try Self.note(error) ?? "no \(path): \(words)")
      return nil
    }
  }

  /// What is said of a side file that cannot be used; nil where it is not there.
  ///
  /// - Throws: ``DataError/file(_:)``: a file that cannot be read is not as good as missing, since tomorrow it
  ///   may be readable again.
  private static func note(_ error: DataError) throws(DataError) -> String? {
    switch error {
    case .file(.missing): nil
    case .file(.notARegularFile): "not used: \(error)"
    case .file: throw error
    default: "not used: \(error)"
    }
  }

  /// Notes if no rated book, or no reader, is among those of its table: most often one file spells ids otherwise.
  package mutating func compare(with ratings: Ratings) {
    for (kind, table, rated, what) in [
      (Table.books, books, ratings.books, "rated book"),
      (.readers, readers, ratings.readers, "reader"),
    ] {
      guard let ids = table?.ids, let first = ids.first, rated.count > 0,
        !ids.contains(where: { rated.index(of: $0) != nil })
      else { continue }
      notes.append(
        "\(tables.place(of: kind)): no \(what) is listed; ids here are like "
          + "\(first.quotedForMessage), those of ratings like \(rated.text(at: 0).quotedForMessage)"
      )
    }
  }

  /// The catalogue for these vocabularies.
  ///
  /// Ids of readers and books that the vocabularies lack are passed over, except that lists to read count
  /// whoever wrote them.
  ///
  /// - Throws: As ``init(_:_:)``.
  package mutating func catalog(
    readers vocabulary: Vocabulary, books bookVocabulary: Vocabulary, threads: Int
  ) throws(DataError) -> Catalog {
    var details = (0..<UInt32(bookVocabulary.count)).map {
      BookDetails(id: bookVocabulary.text(at: $0))
    }
    for book in listed {
      guard let index = bookVocabulary.index(of: book.id) else { continue }
      details[Int(index)] = book
    }
    let (tables, tagTable, lists) = (tables, description.tags, description.toRead)
    let tags = try optional(.bookTags, isDescribed: tagTable.isDescribed) {
      table throws(DataError) in
      let names = tagTable.usesTagIDs ? try tables.found(.tags) : nil
      return try BookTags(
        assignments: table, tagTable, names: names, books: details, threads: threads)
    }
    let toRead = try optional(.toRead, isDescribed: lists.isDescribed) {
      table throws(DataError) in
      try ToReadLists(
        reading: table, lists.format, readers: vocabulary, books: bookVocabulary)
    }
    try checkUnchanged()
    return Catalog(
      books: details, tags: tags, toRead: toRead,
      bookAttributes: books?.attributes(for: bookVocabulary) ?? [],
      readerAttributes: readers?.attributes(for: vocabulary) ?? [])
  }

  /// The names of the tables that are there beside the ratings.
  ///
  /// - Throws: ``DataError/file(_:)`` where the system cannot tell.
  package static func names(in tables: DataTables) throws(DataError) -> [String] {
    var found: [String] = []
    for table in sideTables where try tables.found(table) != nil {
      found.append(tables.fileName(of: table))
    }
    return found
  }

  /// The CRC-32C of the text of each table that is there, by its file's name, in hexadecimal: a proof that none
  /// was changed.
  ///
  /// - Throws: ``DataError/file(_:)`` for a file that is there and cannot be read.
  package func checksums() throws(DataError) -> [String: String] {
    var checksums: [String: String] = [:]
    checksums[DataDescription.fileName] = description.checksum
    for table in Self.sideTables {
      do {
        checksums[tables.fileName(of: table)] = try tables.source(of: table)?.checksum()
      } catch {
        _ = try Self.note(.file(error))
      }
    }
    return checksums
  }

  /// Checks that nobody has written to a file since it was first read.
  ///
  /// - Throws: ``DataError/file(_:)``.
  private func checkUnchanged() throws(DataError) {
    do {
      try tables.checkUnchanged()
    } catch {
      throw .file(error)
    }
  }

  private mutating func optional<Content>(
    _ table: Table, isDescribed: Bool, _ read: (TableSource) throws(DataError) -> Content
  ) throws(DataError) -> Content? {
    let place = tables.place(of: table)
    do throws(DataError) {
      guard let source = try tables.found(table) else {
        if isDescribed { throw DataError.file(.missing(path: place)) }
        notes.append("no \(place)")
        return nil
      }
      return try read(source)
    } catch {
      if isDescribed {
        try checkUnchanged()
        throw error
      }
      if let note = try Self.note(error) { notes.append(note) }
      return nil
    }
  }

  // MARK: What is not used

  /// The endings of files that may hold a table.
  private static let tableEndings: Set = [
    "csv", "tsv", "dat", "data", "item", "user", "gz", "zst",
  ]

  /// Whether a file of this name in a folder of data may hold a table.
  package static func mayBeTable(_ name: String) -> Bool {
    !name.hasPrefix(".") && tableEndings.contains(String(name.split(separator: ".").last ?? ""))
  }

  /// A sentence that names the tables in the folder that nobody reads, if there are any.
  private var unusedFiles: [String] {
    let used = Table.allCases.filter { $0 != .readers || description.readers != nil }
    let known = Set(used.map(tables.fileName))
    // A folder that cannot be listed has been complained of where its files were opened, and a database is none.
    let names = (try? Folder.names(in: tables.name)) ?? []
    let unused = names.filter { name in
      Self.mayBeTable(name) && !name.hasPrefix("ratings-")
        && !known.contains { name == $0 || name.hasPrefix($0 + ".") }
    }.sorted()
    guard !unused.isEmpty else { return [] }
    return [
      "\(tables.name): not used: \(Self.listed(unused)); octavo explore --data \(tables.name) "
        + "--write-description begins a data.yaml that says what they hold"
    ]
  }

  private static func listed(_ names: [String]) -> String {
    let shown = names.prefix(10).map { $0.harmless.clipped(40) }.joined(separator: ", ")
    return names.count > 10 ? shown + " and \(names.count - 10) more" : shown
  }
}

extension DataTables {
  /// As ``source(of:)``, with the errors of data.
  fileprivate func found(_ table: Table) throws(DataError) -> TableSource? {
    do {
      return try source(of: table)
    } catch {
      throw .file(error)
    }
  }
}
