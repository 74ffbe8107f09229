import Support

/// The titles and authors of books, by the text of their ids.
///
/// Read from a `books.csv` with the columns `book_id`, `title` and `authors`; other columns are ignored.
package struct BookTitles: Sendable, Equatable {
  /// What a person needs to recognize a book.
  package struct Entry: Sendable, Codable, Equatable {
    /// The title, with the series where the data has it.
    package var title: String
    /// All authors, separated by commas.
    package var authors: String
  }

  /// By book id.
  package var entries: [String: Entry]

  /// Titles from a dictionary.
  ///
  /// The default is none.
  package init(entries: [String: Entry] = [:]) {
    self.entries = entries
  }

  /// The titles of books that have one.
  package init(of books: [BookDetails]) {
    self.init(
      entries: Dictionary(
        books.lazy.filter { !$0.title.isEmpty }
          .map { ($0.id, Entry(title: $0.title, authors: $0.authorsText)) }
      ) { $1 })
  }

  /// The titles in `table`; rows with too few fields are passed over.
  ///
  /// - Throws: `DelimitedTextError`.
  package init(reading table: TableSource) throws(DelimitedTextError) {
    var reader = try DelimitedReader(catalogue: table)
    entries = [:]
    guard let first = try reader.next() else { return }
    let header = Header(first, path: table.name)
    let (id, title) = (try header.column("book_id"), try header.column("title"))
    let authors = header.optionalColumn("authors")
    let needed = max(id, title, authors ?? 0)
    while let record = try reader.next() {
      guard record.count > needed, let book = record.id(id) else { continue }
      entries[book] = Entry(title: record[title], authors: authors.map { record[$0] } ?? "")
    }
  }

  /// The titles as a `books.csv` of three columns, in rising order of id text.
  package var delimitedText: String {
    let rows = entries.sorted { $0.key < $1.key }.map { id, entry in
      [id, entry.title, entry.authors].map { DelimitedText.quoted($0) }.joined(separator: ",")
    }
    return (["book_id,title,authors"] + rows).joined(separator: "\n") + "\n"
  }
}
