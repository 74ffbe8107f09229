import DelimitedText

/// The slow path: any file, one record after the other.
///
/// Ids are kept as text until the end shows whether a column is one of integers.
struct GeneralRatings {
  let parser: RowParser
  let skipBadRows: Bool
  private var rows: [Rating] = []
  private var users = IdentifierTable()
  private var books = IdentifierTable()
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
    while try nextRecord(&records, into: &record) {
      if record.isBlank { continue }
      switch parser.parse(record, line: record.line) {
      case .success(let row): append(row, line: record.line)
      case .failure(let error): try skip(error)
      }
    }
  }

  /// Reads a record; where that fails, an earlier bad id goes first.
  private func nextRecord(
    _ records: inout DelimitedReader, into record: inout DelimitedRecord
  ) throws -> Bool {
    do {
      return try records.read(into: &record)
    } catch {
      if !skipBadRows, let earlier = firstIdBeyond64Bits { throw earlier }
      throw error
    }
  }

  private mutating func append(_ row: TextRating, line: Int) {
    rows.append(
      Rating(
        reader: users.index(of: row.user, line: line),
        book: books.index(of: row.book, line: line), value: row.value))
  }

  private mutating func skip(_ error: DataError) throws {
    guard skipBadRows else { throw firstIdBeyond64Bits ?? error }
    report.skippedRows += 1
    if report.firstSkipped == nil { report.firstSkipped = error }
  }

  /// What is wrong with the first row whose id is beyond 64 bits in a column of integers so far.
  private var firstIdBeyond64Bits: DataError? {
    let format = parser.format
    let errors = [(users, format.user), (books, format.book)].compactMap { table, column in
      error(table, column: column)
    }
    return errors.min { ($0.line ?? 0) < ($1.line ?? 0) }
  }

  private func error(_ table: IdentifierTable, column: String) -> DataError? {
    guard !table.hasText, let index = table.firstBeyond64Bits else { return nil }
    return .idBeyond64Bits(
      path: parser.path, line: table.firstLines[Int(index)], column: column,
      found: table.text(at: index))
  }

  /// Takes the ratings out, with dense indices.
  ///
  /// - Throws: ``DataError/idBeyond64Bits(path:line:column:found:)``.
  mutating func finish() throws(DataError) -> (
    rows: [Rating], readers: Vocabulary, books: Vocabulary
  ) {
    if let error = firstIdBeyond64Bits {
      guard skipBadRows else { throw error }
      dropRowsBeyond64Bits(error)
    }
    let (readers, readerIndices) = users.vocabulary(used: rows.uses(\.reader, of: users.count))
    let (titles, bookIndices) = books.vocabulary(used: rows.uses(\.book, of: books.count))
    for index in rows.indices {
      rows[index].reader = readerIndices[Int(rows[index].reader)]
      rows[index].book = bookIndices[Int(rows[index].book)]
    }
    defer { rows = [] }
    return (rows, readers, titles)
  }

  private mutating func dropRowsBeyond64Bits(_ error: DataError) {
    let before = rows.count
    rows.removeAll { [users, books] row in
      users.isBad(row.reader) || books.isBad(row.book)
    }
    report.skippedRows += before - rows.count
    if let earlier = report.firstSkipped?.line, earlier < error.line ?? 0 { return }
    report.firstSkipped = error
  }
}

extension IdentifierTable {
  /// Whether the id is beyond 64 bits in a column of integers.
  fileprivate func isBad(_ index: UInt32) -> Bool {
    !hasText && kinds[Int(index)] == .beyond64Bits
  }
}

extension [Rating] {
  /// Which of `count` indices occur.
  fileprivate func uses(_ index: (Rating) -> UInt32, of count: Int) -> [Bool] {
    reduce(into: [Bool](repeating: false, count: count)) { $0[Int(index($1))] = true }
  }
}
