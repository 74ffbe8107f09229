/// The slow path: any file, one record after the other.
///
/// Ids are kept as text until the end shows whether a column is one of integers.
struct GeneralRatings {
  let skipBadRows: Bool
  /// The table that is being read.
  private(set) var table = 0
  /// What judges its rows.
  private(set) var parser: RowParser?
  private var rows: [Rating] = []
  private var users = IdentifierTable()
  private var books = IdentifierTable()
  private(set) var lines = LineMap()
  /// When each row was rated; none in a file without times.
  private(set) var times: [Double] = []
  /// What was skipped so far.
  private(set) var report = RatingsReport()

  init(skipBadRows: Bool) {
    self.skipBadRows = skipBadRows
  }

  /// Goes on with `table`, counted from 0, whose rows `parser` judges.
  mutating func begin(_ table: Int, _ parser: RowParser) {
    (self.table, self.parser) = (table, parser)
  }

  /// Reads all records of the table that was begun.
  ///
  /// - Throws: ``DataError``, `DelimitedTextError`.
  mutating func readAll(_ records: inout DelimitedReader) throws {
    guard let parser else { preconditionFailure("no table was begun") }
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
    lines.place(row: rows.count, line: line, table: table)
    if parser?.time != nil { times.append(row.time) }
    rows.append(
      Rating(
        reader: users.index(of: row.user), book: books.index(of: row.book), value: row.value))
  }

  /// Appends what the fast path has read: its ids are whole numbers in the one way to write them.
  mutating func append(_ plain: [Rating], _ outcome: PlainRatings.Outcome) {
    lines.append(outcome.lines, from: rows.count)
    report.badRows.append(outcome.badRows)
    times += outcome.times
    for row in plain {
      rows.append(
        Rating(
          reader: users.index(of: row.reader), book: books.index(of: row.book), value: row.value))
    }
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
