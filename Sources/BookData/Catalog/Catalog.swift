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

/// The side files of a data folder, of which each may be missing.
///
/// Reading goes in two steps, because books that nobody has rated yet belong to the model's vocabulary
/// too: ``init(folder:)`` reads `books.csv`, then ``catalog(readers:books:threads:)`` the rest.
package struct CatalogFolder: Sendable {
  private static let booksName = "books.csv"
  private static let tagsName = "tags.csv"
  private static let bookTagsName = "book_tags.csv"
  private static let toReadName = "to_read.csv"
  private static let names = [booksName, tagsName, bookTagsName, toReadName]

  /// The folder's path.
  package let folder: String
  /// The books of `books.csv`, in file order.
  package let listed: [BookDetails]
  /// What is missing or cannot be used, one sentence each.
  package private(set) var notes: [String]

  /// Reads `books.csv` of the folder at `folder`.
  ///
  /// A file that is missing, or whose content cannot be used, is noted.
  ///
  /// - Throws: ``DataError/file(_:)`` for a file that is there and cannot be read.
  package init(folder: String) throws(DataError) {
    self.folder = folder
    let path = folder + "/" + Self.booksName
    do {
      let (books, missing) = try BooksFile.read(path)
      listed = books
      notes = missing.isEmpty ? [] : ["\(path): no column \(missing.joined(separator: ", "))"]
      notes += Vocabulary(names: books.map(\.id)).dressNotes("books", at: path)
    } catch {
      listed = []
      notes = [
        try Self.note(DataError(error)) ?? "no \(path): nothing is known of books but their ratings"
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
      "\(folder)/\(Self.booksName): no rated book is listed; ids here are like "
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
    let (tagsPath, namesPath) = (folder + "/" + Self.bookTagsName, folder + "/" + Self.tagsName)
    let tags = try optionalFile(tagsPath) { () throws(DataError) in
      try BookTags(
        assignments: tagsPath, names: try isThere(namesPath) ? namesPath : nil,
        books: details, threads: threads)
    }
    let toReadPath = folder + "/" + Self.toReadName
    let toRead = try optionalFile(toReadPath) { () throws(DataError) in
      try ToReadLists(reading: toReadPath, readers: readers, books: books)
    }
    return Catalog(books: details, tags: tags, toRead: toRead)
  }

  /// The names of the side files that are in the folder at `folder`.
  ///
  /// - Throws: ``DataError/file(_:)`` where the system cannot tell.
  package static func names(in folder: String) throws(DataError) -> [String] {
    var found: [String] = []
    for name in names where try isThere(folder + "/" + name) { found.append(name) }
    return found
  }

  /// The CRC-32C of each side file that is there, by its name, in hexadecimal: a proof that none was changed.
  ///
  /// - Throws: ``DataError/file(_:)`` for a file that is there and cannot be read.
  package func checksums() throws(DataError) -> [String: String] {
    var checksums: [String: String] = [:]
    for name in Self.names {
      do {
        checksums[name] = try InputFile.checksum(of: folder + "/" + name)
      } catch {
        _ = try Self.note(.file(error))
      }
    }
    return checksums
  }

  private mutating func optionalFile<Content>(
    _ path: String, _ read: () throws(DataError) -> Content
  ) throws(DataError) -> Content? {
    guard try isThere(path) else {
      notes.append("no \(path)")
      return nil
    }
    do {
      return try read()
    } catch {
      if let note = try Self.note(error) { notes.append(note) }
      return nil
    }
  }
}

private func isThere(_ path: String) throws(DataError) -> Bool {
  do {
    return try FileStatus.exists(path)
  } catch {
    throw .file(error)
  }
}
