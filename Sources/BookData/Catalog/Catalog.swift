import Support

/// All that a data folder tells about books beside their ratings.
package struct Catalog: Sendable {
  /// The details of each book of the vocabulary, in its order.
  package var books: [BookDetails]
  /// The books' tags; nil if the folder has none.
  package var tags: BookTags?
  /// The readers' lists of books to read; nil if the folder has none.
  package var toRead: ToReadLists?

  /// A catalogue of these parts.
  package init(books: [BookDetails], tags: BookTags? = nil, toRead: ToReadLists? = nil) {
    self.books = books
    self.tags = tags
    self.toRead = toRead
  }
}

/// The tables beside the ratings, of which each may be missing.
///
/// Reading goes in two steps, because books that nobody has rated yet belong to the model's vocabulary
/// too: ``init(_:)`` reads `books.csv`, then ``catalog(readers:books:threads:)`` the rest.
package struct CatalogFolder: Sendable {
  private static let sideTables: [Table] = [.books, .tags, .bookTags, .toRead]

  /// Where the tables are.
  package let tables: DataTables
  /// The books of `books.csv`, in file order.
  package let listed: [BookDetails]
  /// What is missing or cannot be used, one sentence each.
  package private(set) var notes: [String]

  /// Reads the table of books.
  ///
  /// A file that is missing, or whose content cannot be used, is noted.
  ///
  /// - Throws: ``DataError/file(_:)`` for a file that is there and cannot be read.
  package init(_ tables: DataTables) throws(DataError) {
    self.tables = tables
    var path = tables.place(of: .books)
    do {
      guard let table = try tables.source(of: .books) else { throw FileError.missing(path: path) }
      path = table.name
      var foreign: [String] = []
      let (books, missing) = try BooksFile.read(table) { foreign.append($0) }
      listed = books
      notes = foreign
      notes += missing.isEmpty ? [] : ["\(path): no column \(missing.joined(separator: ", "))"]
      notes += Vocabulary(names: books.map(\.id)).dressNotes("books", at: path)
    } catch {
      listed = []
      notes = [
        try Self.note(DataError(anyOf: error, path: path))
          ?? "no \(path): nothing is known of books but their ratings"
      ]
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

  /// Notes if no rated book is among those of `books.csv`: most often one file spells ids otherwise.
  package mutating func compare(with rated: Vocabulary) {
    guard let first = listed.first, rated.count > 0,
      !listed.contains(where: { rated.index(of: $0.id) != nil })
    else { return }
    notes.append(
      "\(tables.place(of: .books)): no rated book is listed; ids here are like "
        + "\(first.id.quotedForMessage), those of ratings like \(rated.text(at: 0).quotedForMessage)"
    )
  }

  /// The catalogue for these vocabularies.
  ///
  /// Ids of readers and books that the vocabularies lack are passed over, except that lists to read count
  /// whoever wrote them.
  ///
  /// - Throws: ``DataError/file(_:)`` for a file that is there and cannot be read.
  package mutating func catalog(
    readers: Vocabulary, books: Vocabulary, threads: Int
  ) throws(DataError) -> Catalog {
    var details = (0..<UInt32(books.count)).map { BookDetails(id: books.text(at: $0)) }
    for book in listed {
      guard let index = books.index(of: book.id) else { continue }
      details[Int(index)] = book
    }
    let names = try tables.found(.tags)
    let tags = try optional(.bookTags) { table throws(DataError) in
      try BookTags(assignments: table, names: names, books: details, threads: threads)
    }
    let toRead = try optional(.toRead) { table throws(DataError) in
      try ToReadLists(reading: table, readers: readers, books: books)
    }
    return Catalog(books: details, tags: tags, toRead: toRead)
  }

  /// The names of the tables that are there beside the ratings.
  ///
  /// - Throws: ``DataError/file(_:)`` where the system cannot tell.
  package static func names(in tables: DataTables) throws(DataError) -> [String] {
    var found: [String] = []
    for table in sideTables where try tables.found(table) != nil { found.append(table.fileName) }
    return found
  }

  /// The CRC-32C of the text of each table that is there, by its file's name, in hexadecimal: a proof that none
  /// was changed.
  ///
  /// - Throws: ``DataError/file(_:)`` for a file that is there and cannot be read.
  package func checksums() throws(DataError) -> [String: String] {
    var checksums: [String: String] = [:]
    for table in Self.sideTables {
      do {
        checksums[table.fileName] = try tables.source(of: table)?.checksum()
      } catch {
        _ = try Self.note(.file(error))
      }
    }
    return checksums
  }

  private mutating func optional<Content>(
    _ table: Table, _ read: (TableSource) throws(DataError) -> Content
  ) throws(DataError) -> Content? {
    guard let source = try tables.found(table) else {
      notes.append("no \(tables.place(of: table))")
      return nil
    }
    do {
      return try read(source)
    } catch {
      if let note = try Self.note(error) { notes.append(note) }
      return nil
    }
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
