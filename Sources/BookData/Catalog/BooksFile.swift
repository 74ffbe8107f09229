import Support

/// Reads and writes `books.csv`: a header, then a row for each book.
///
/// Columns are found by name. `book_id` is required, every other may be missing; fields that are no
/// numbers where a number belongs count as missing. Ids are names, as in a file of ratings.
package enum BooksFile {
  private static let starColumns = (1...5).map { "ratings_\($0)" }
  private static let plausibleYears = -4000...2200

  /// The books of `table`, in its order, and the names of the columns that it lacks.
  ///
  /// Of several rows with one id the last counts. Rows without an id are passed over. Bytes that are no UTF-8
  /// become U+FFFD.
  ///
  /// - Parameters:
  ///   - table: Where the rows come from.
  ///   - note: Called once with a sentence where such bytes are. The default is to say nothing.
  /// - Throws: `DelimitedTextError`.
  package static func read(
    _ table: TableSource, note: (String) -> Void = { _ in }
  ) throws(DelimitedTextError) -> (books: [BookDetails], missingColumns: [String]) {
    var reader = try DelimitedReader(catalogue: table)
    guard let first = try reader.next() else { return ([], []) }
    let header = Header(first, path: table.name)
    let id = try header.column("book_id")
    let columns = Columns(header)
    var books: [BookDetails] = []
    var positions: [String: Int] = [:]
    var foreign: String?
    while let record = try reader.next() {
      if foreign == nil { foreign = record.foreignText }
      guard let text = record.id(id) else { continue }
      let book = columns.details(record, id: text)
      if let position = positions[book.id] {
        books[position] = book
      } else {
        positions[book.id] = books.count
        books.append(book)
      }
    }
    if let foreign { note("\(table.name):\(foreign)") }
    return (books, columns.missing)
  }

  /// `books` as the text of such a file, with the columns that ``BookDetails`` has.
  package static func encoded(_ books: [BookDetails]) -> String {
    let names = ["book_id"] + Columns.optionalNames
    let rows = books.map { book in
      fields(of: book).map { DelimitedText.quoted($0) }.joined(separator: ",")
    }
    return ([names.joined(separator: ",")] + rows).joined(separator: "\n") + "\n"
  }

  private static func fields(of book: BookDetails) -> [String] {
    let stars = (0..<5).map { book.starCounts.isEmpty ? "" : "\(book.starCounts[$0])" }
    return [
      book.id, book.title, book.authorsText, book.language ?? "", book.year.map(String.init) ?? "",
      book.goodreadsID ?? "", book.averageRating.map { "\($0)" } ?? "",
      book.reviewCount.map { "\($0)" } ?? "", book.editionCount.map { "\($0)" } ?? "",
    ] + stars
  }

  /// Where the columns stand, and how their fields become details.
  private struct Columns {
    static let optionalNames =
      [
        "title", "authors", "language_code", "original_publication_year", "goodreads_book_id",
        "average_rating", "work_text_reviews_count", "books_count",
      ] + starColumns

    let places: [String: Int]
    let missing: [String]

    init(_ header: Header) {
      var places: [String: Int] = [:]
      for name in Self.optionalNames { places[name] = header.optionalColumn(name) }
      self.places = places
      missing = Self.optionalNames.filter { places[$0] == nil }
    }

    func details(_ record: DelimitedRecord, id: String) -> BookDetails {
      var book = BookDetails(id: id)
      book.title = text("title", record) ?? ""
      book.authors = (text("authors", record) ?? "").split(separator: ",").map(trimmed)
        .filter { !$0.isEmpty }
      book.language = text("language_code", record)
      book.year = number("original_publication_year", record).flatMap { Int(exactly: $0) }
        .flatMap { plausibleYears.contains($0) ? $0 : nil }
      book.goodreadsID = record.id(places["goodreads_book_id"])
      book.averageRating = number("average_rating", record)
      book.reviewCount = count("work_text_reviews_count", record)
      book.editionCount = count("books_count", record)
      let stars = starColumns.compactMap { count($0, record) }
      book.starCounts = stars.count == 5 ? stars : []
      return book
    }

    /// A field's text; nil where the column or the field is missing or empty.
    private func text(_ name: String, _ record: DelimitedRecord) -> String? {
      guard let place = places[name], place < record.count else { return nil }
      let text = trimmed(Substring(record[place]))
      return text.isEmpty ? nil : text
    }

    private func number(_ name: String, _ record: DelimitedRecord) -> Double? {
      text(name, record).flatMap(Double.init).flatMap { $0.isFinite ? $0 : nil }
    }

    private func count(_ name: String, _ record: DelimitedRecord) -> Double? {
      number(name, record).flatMap { $0 >= 0 ? $0 : nil }
    }

    private func trimmed(_ text: Substring) -> String {
      let head = text.drop(while: \.isWhitespace)
      return String(head.reversed().drop(while: \.isWhitespace).reversed())
    }
  }
}

extension DelimitedRecord {
  /// The line, the first field that is not UTF-8, and what to do about it; nil where all are.
  fileprivate var foreignText: String? {
    guard let field = (0..<count).first(where: { !bytes(at: $0).isUTF8 }) else { return nil }
    return
      "\(line): \(self[field].quotedForMessage) has bytes that are not UTF-8 and are shown as \u{FFFD}; "
      + ForeignEncoding(bytes(at: field)).advice
  }
}

extension ArraySlice<UInt8> {
  fileprivate var isUTF8: Bool {
    allSatisfy { $0 < 128 } || String(validating: self, as: UTF8.self) != nil
  }
}
