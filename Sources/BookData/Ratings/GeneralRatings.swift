/// The slow path: any file, one record after the other.
///
/// Ids are kept as text until the end shows whether a column is one of integers.
struct GeneralRatings {
  /// Judges rows; another one for the next table.
  var parser: RowParser
  let skipBadRows: Bool
  private var rows: [Rating] = []
  private var users = IdentifierTable()
  private var books = IdentifierTable()
  private(set) var lines = LineMap()
  /// What was skipped so far.
  private(set) var report = RatingsReport()

  init(parser: RowParser, skipBadRows: Bool) {
    self.parser = parser
    self.skipBadRows = skipBadRows
  }

  /// Reads all records.
  ///
  /// - Throws: ``DataError``, `DelimitedTextError`.
  mutating func readAll(_ records: inout DelimitedReader) throws {
    var record = DelimitedRecord()
    while try records.read(into: &record) {
      if record.isBlank { continue }
      switch parser.parse(record, line: record.line) {
      case .success(let row): append(row, line: record.line)
      case .failure(let error):
        guard skipBadRows else { throw error }
        report.badRows.append(error)
      }
    }
  }

  private mutating func append(_ row: TextRating, line: Int) {
    lines.place(row: rows.count, line: line)
    rows.append(
      Rating(
        reader: users.index(of: row.user), book: books.index(of: row.book), value: row.value))
  }

  /// Takes the ratings out, with dense indices.
  mutating func finish() -> (rows: [Rating], readers: Vocabulary, books: Vocabulary) {
    let (readers, readerIndices) = users.vocabulary()
    let (titles, bookIndices) = books.vocabulary()
    for index in rows.indices {
      rows[index].reader = readerIndices[Int(rows[index].reader)]
      rows[index].book = bookIndices[Int(rows[index].book)]
    }
    defer { rows = [] }
    return (rows, readers, titles)
  }
}
