import Foundation
import Support

/// The side files of a data folder, of which each may be missing unless a person described it.
///
/// Reading goes in two steps, because books that nobody has rated yet belong to the model's vocabulary
/// too: ``init(folder:_:)`` reads the tables of books and of readers, then ``catalog(readers:books:threads:)`` the rest.
package struct CatalogFolder: Sendable {
  /// The folder's path.
  package let folder: String
  /// The books of the table of books, in file order.
  package var listed: [BookDetails] { books?.details ?? [] }
  /// What is missing or cannot be used, one sentence each.
  package private(set) var notes: [String] = []

  private let description: DataDescription
  private var books: EntityTable?
  private var readers: EntityTable?

  /// Reads the tables of books and readers of the folder at `folder`.
  ///
  /// A file that is missing, or whose content cannot be used, is noted.
  ///
  /// - Parameter description: What files are called and columns hold. The default is goodbooks-10k's.
  /// - Throws: ``DataError/file(_:)`` for a file that is there and cannot be read; any ``DataError`` of a table that a
  ///   person described.
  package init(
    folder: String, _ description: DataDescription = DataDescription()
  ) throws(DataError) {
    (self.folder, self.description) = (folder, description)
    books = try table(
      description.books, of: "books", orElse: "nothing is known of books but their ratings")
    readers = try description.readers.flatMap { table throws(DataError) in
      try self.table(table, of: "readers", orElse: "")
    }
    notes += try unusedFiles()
  }

  private mutating func table(
    _ table: TableDescription, of what: String, orElse words: String
  ) throws(DataError) -> EntityTable? {
    let path = folder + "/" + table.file
    do {
      let read = try EntityTable(reading: path, table)
      if !read.missingColumns.isEmpty {
        notes.append("\(path): no column \(read.missingColumns.joined(separator: ", "))")
      }
      if !read.unusedColumns.isEmpty {
        notes.append(
          "\(path): not used: \(Self.listed(read.unusedColumns)); data.yaml can say what they hold")
      }
      notes += Vocabulary(names: read.ids).dressNotes(what, at: path)
      return read
    } catch {
      if table.isComplete { throw error }
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
    for (table, file, rated, what) in [
      (books, description.books.file, ratings.books, "rated book"),
      (readers, description.readers?.file ?? "", ratings.readers, "reader"),
    ] {
      guard let first = table?.ids.first, rated.count > 0,
        let ids = table?.ids, !ids.contains(where: { rated.index(of: $0) != nil })
      else { continue }
      notes.append(
        "\(folder)/\(file): no \(what) is listed; ids here are like "
          + "\(first.quotedForMessage), those of ratings like \(rated.text(at: 0).quotedForMessage)"
      )
    }
  }

  /// The catalogue for these vocabularies.
  ///
  /// Ids of readers and books that the vocabularies lack are passed over, except that lists to read count
  /// whoever wrote them.
  ///
  /// - Throws: As ``init(folder:_:)``.
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
    let tagTable = description.tags
    let tagNames = try tagTable.namesFile.flatMap { file throws(DataError) in
      try isThere(path(file)) ? path(file) : nil
    }
    let tags = try optionalFile(tagTable.file, isDescribed: tagTable.isDescribed) {
      path throws(DataError) in
      try BookTags(assignments: path, tagTable, names: tagNames, books: details, threads: threads)
    }
    let lists = description.toRead
    let toRead = try optionalFile(lists.file, isDescribed: lists.isDescribed) {
      path throws(DataError) in
      try ToReadLists(
        reading: path, lists.format, readers: vocabulary, books: bookVocabulary)
    }
    return Catalog(
      books: details, tags: tags, toRead: toRead,
      bookAttributes: books?.attributes(for: bookVocabulary) ?? [],
      readerAttributes: readers?.attributes(for: vocabulary) ?? [])
  }

  /// The names of the side files that are in the folder at `folder`.
  ///
  /// - Throws: ``DataError/file(_:)`` where the system cannot tell.
  package static func names(
    in folder: String, _ description: DataDescription = DataDescription()
  ) throws(DataError) -> [String] {
    var found: [String] = []
    for name in description.sideFiles where try isThere(folder + "/" + name) { found.append(name) }
    return found
  }

  /// The CRC-32C of each side file that is there, by its name, in hexadecimal: a proof that none was changed.
  ///
  /// - Throws: ``DataError/file(_:)`` for a file that is there and cannot be read.
  package func checksums() throws(DataError) -> [String: String] {
    var checksums: [String: String] = [:]
    for name in description.sideFiles + [DataDescription.fileName] {
      do {
        checksums[name] = try InputFile.checksum(of: path(name))
      } catch {
        _ = try Self.note(.file(error))
      }
    }
    return checksums
  }

  private func path(_ name: String) -> String { folder + "/" + name }

  private mutating func optionalFile<Content>(
    _ name: String, isDescribed: Bool, _ read: (_ path: String) throws(DataError) -> Content
  ) throws(DataError) -> Content? {
    let path = path(name)
    do {
      return try read(path)
    } catch {
      if isDescribed { throw error }
      notes.append(try Self.note(error) ?? "no \(path)")
      return nil
    }
  }

  // MARK: What is not used

  /// The endings of files that may hold a table.
  private static let tableEndings: Set = ["csv", "tsv", "dat", "item", "user", "gz", "zst"]

  /// A sentence that names the tables in the folder that nobody reads, if there are any.
  private func unusedFiles() throws(DataError) -> [String] {
    let known = Set(description.sideFiles + [description.ratingsFile])
    // A folder that cannot be listed has been complained of where its files were opened.
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let unused = names.filter { name in
      !known.contains(name) && !name.hasPrefix(".") && !name.hasPrefix("ratings")
        && Self.tableEndings.contains(String(name.split(separator: ".").last ?? ""))
        && !known.contains { name.hasPrefix($0 + ".") }
    }.sorted()
    guard !unused.isEmpty else { return [] }
    return [
      "\(folder): not used: \(Self.listed(unused)); "
        + "octavo explore --data \(folder) --write-description begins a data.yaml that says what they hold"
    ]
  }

  private static func listed(_ names: [String]) -> String {
    let shown = names.prefix(10).map { $0.harmless.clipped(40) }.joined(separator: ", ")
    return names.count > 10 ? shown + " and \(names.count - 10) more" : shown
  }
}

private func isThere(_ path: String) throws(DataError) -> Bool {
  do {
    return try FileStatus.exists(path)
  } catch {
    throw .file(error)
  }
}
