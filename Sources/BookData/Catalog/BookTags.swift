/// Which tags readers gave to books, and how often.
package struct BookTags: Sendable {
  /// A tag on a book.
  package struct Entry: Sendable, Equatable {
    /// The book's index in the vocabulary.
    package var book: UInt32
    /// The tag's index in ``BookTags/names``.
    package var tag: UInt32
    /// How many readers gave the tag to the book; above 0.
    package var count: Float

    /// An entry of these parts.
    package init(book: UInt32, tag: UInt32, count: Float) {
      (self.book, self.tag, self.count) = (book, tag, count)
    }
  }

  /// The names of tags.
  package let names: [String]
  /// Each tag of each book once, books rising.
  package let entries: [Entry]

  /// Tags of these parts.
  package init(names: [String], entries: [Entry]) {
    self.names = names
    self.entries = entries
  }

  /// Joins a table of tags with `books`.
  ///
  /// Rows of books that are not there are passed over, and so are counts that are not above 0. A tag
  /// without a name is called by its id.
  ///
  /// - Throws: `DataError`.
  package init(
    assignments: TableSource, _ description: TagsDescription, names namesTable: TableSource?,
    books: [BookDetails], threads: Int
  ) throws(DataError) {
    let table = try Self.rows(of: assignments, description, threads: threads)
    var indexOfID: [String: UInt32] = [:]
    for (index, book) in books.enumerated() {
      if let id = description.usesTagIDs ? book.goodreadsID : book.id {
        indexOfID[id] = UInt32(index)
      }
    }
    let bookOfRow = (0..<UInt32(table.readers.count)).map { indexOfID[table.readers.text(at: $0)] }
    entries = table.rows.compactMap { row in
      guard row.value > 0, let book = bookOfRow[Int(row.reader)] else { return nil }
      return Entry(book: book, tag: row.book, count: row.value)
    }.sorted { ($0.book, $0.tag) < ($1.book, $1.tag) }
    let known = try namesTable.map(Self.namesByID) ?? [:]
    names = (0..<UInt32(table.books.count)).map { tag in
      let id = table.books.text(at: tag)
      return known[id] ?? id
    }
  }

  /// Each book and tag once, with the weight of its last row, or with the number of its rows.
  private static func rows(
    of source: TableSource, _ description: TagsDescription, threads: Int
  ) throws(DataError) -> Ratings {
    let format = description.format
    guard !description.hasWeights else {
      return try RatingsReader(format: format, skipBadRows: true, threads: threads).read([source])
    }
    var table = try RatingsReader.surveyPairs(source, format: format, threads: threads).all
    var counts: [UInt64: Float] = [:]
    for row in table.rows { counts[UInt64(row.reader) << 32 | UInt64(row.book), default: 0] += 1 }
    table.rows = counts.map {
      Rating(reader: UInt32($0 >> 32), book: UInt32(truncatingIfNeeded: $0), value: $1)
    }
    return table
  }

  private static func namesByID(_ table: TableSource) throws(DataError) -> [String: String] {
    do {
      var records = try DelimitedReader(table)
      let header = try Header(expecting: ["tag_id", "tag_name"], from: &records)
      let (id, name) = (try header.column("tag_id"), try header.column("tag_name"))
      var names: [String: String] = [:]
      while let record = try records.next() {
        guard record.count > name, let tag = record.id(id) else { continue }
        // A tag may be called anything, "NA" too.
        let text = String(decoding: record.bytes(at: name).trimmed, as: UTF8.self)
        if !text.isEmpty { names[tag] = text }
      }
      return names
    } catch {
      throw DataError(anyOf: error, path: table.name)
    }
  }
}
