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

  /// Joins `book_tags.csv` and `tags.csv` with `books`, whose `goodreadsID` the first one names.
  ///
  /// Rows of books that are not there are passed over, and so are counts that are not above 0. A tag
  /// without a name is called by its id.
  ///
  /// - Throws: `DataError`.
  package init(
    assignments: TableSource, names namesTable: TableSource?, books: [BookDetails], threads: Int
  ) throws(DataError) {
    let format = RatingsFormat(user: "goodreads_book_id", book: "tag_id", rating: "count")
    let table = try RatingsReader(format: format, skipBadRows: true, threads: threads)
      .read([assignments])
    var indexOfID: [String: UInt32] = [:]
    for (index, book) in books.enumerated() {
      if let id = book.goodreadsID { indexOfID[id] = UInt32(index) }
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
