import Foundation
import Support

/// All that a data folder tells about books beside their ratings.
public struct Catalog: Sendable {
  /// The details of each book of the vocabulary, in its order.
  public var books: [BookDetails]
  /// The books' tags; nil if the folder has none.
  public var tags: BookTags?
  /// The readers' lists of books to read; nil if the folder has none.
  public var toRead: ToReadLists?

  /// A catalogue of these parts.
  public init(books: [BookDetails], tags: BookTags? = nil, toRead: ToReadLists? = nil) {
    self.books = books
    self.tags = tags
    self.toRead = toRead
  }
}

/// The side files of a data folder, of which each may be missing.
///
/// Reading goes in two steps, because books that nobody has rated yet belong to the model's vocabulary
/// too: ``init(folder:)`` reads `books.csv`, then ``catalog(readers:books:threads:)`` the rest.
public struct CatalogFolder: Sendable {
  private static let booksName = "books.csv"
  private static let tagsName = "tags.csv"
  private static let bookTagsName = "book_tags.csv"
  private static let toReadName = "to_read.csv"

  /// The folder's path.
  public let folder: String
  /// The books of `books.csv`, in file order.
  public let listed: [BookDetails]
  /// What is missing or cannot be used, one sentence each.
  public private(set) var notes: [String]

  /// Reads `books.csv` of the folder at `folder`; a file that cannot be used is noted.
  public init(folder: String) {
    self.folder = folder
    let path = folder + "/" + Self.booksName
    guard isFile(path) else {
      (listed, notes) = ([], ["no \(path): nothing is known of books but their ratings"])
      return
    }
    do {
      let (books, missing) = try BooksFile.read(path)
      listed = books
      notes = missing.isEmpty ? [] : ["\(path): no column \(missing.joined(separator: ", "))"]
      notes += Vocabulary(names: books.map(\.id)).dressNotes("books", at: path)
    } catch {
      (listed, notes) = ([], ["not used: \(error)"])
    }
  }

  /// Notes if no rated book is among those of `books.csv`: most often one file spells ids otherwise.
  public mutating func compare(with rated: Vocabulary) {
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
  public mutating func catalog(readers: Vocabulary, books: Vocabulary, threads: Int) -> Catalog {
    var details = (0..<UInt32(books.count)).map { BookDetails(id: books.text(at: $0)) }
    for book in listed {
      guard let index = books.index(of: book.id) else { continue }
      details[Int(index)] = book
    }
    let (tagsPath, namesPath) = (folder + "/" + Self.bookTagsName, folder + "/" + Self.tagsName)
    let tags = optionalFile(tagsPath) { () throws(DataError) in
      try BookTags(
        assignments: tagsPath, names: isFile(namesPath) ? namesPath : nil, books: details,
        threads: threads)
    }
    let toReadPath = folder + "/" + Self.toReadName
    let toRead = optionalFile(toReadPath) { () throws(DataError) in
      try ToReadLists(reading: toReadPath, readers: readers, books: books)
    }
    return Catalog(books: details, tags: tags, toRead: toRead)
  }

  /// The CRC-32C of each side file that is there, by its name, in hexadecimal: a proof that none was changed.
  public var checksums: [String: String] {
    [Self.booksName, Self.tagsName, Self.bookTagsName, Self.toReadName].reduce(into: [:]) {
      $0[$1] = try? InputFile.checksum(of: folder + "/" + $1)
    }
  }

  private mutating func optionalFile<Content>(
    _ path: String, _ read: () throws(DataError) -> Content
  ) -> Content? {
    guard isFile(path) else {
      notes.append("no \(path)")
      return nil
    }
    do {
      return try read()
    } catch {
      notes.append("not used: \(error)")
      return nil
    }
  }
}

private func isFile(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
