/// The slow path: any file, one record after the other.
///
/// Ids are kept as text until the end shows whether a column is one of integers.
struct GeneralRatings {
  let parser: RowParser
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
    lines.place(row: rows.count, line: line)
    rows.append(
      Rating(
        reader: users.index(of: row.user, line: line),
        book: books.index(of: row.book, line: line), value: row.value))
  }

  private mutating func skip(_ error: DataError) throws {
    guard skipBadRows else { throw firstIdBeyond64Bits ?? error }
    report.badRows.append(error)
  }

  /// What is wrong with the first row whose id is beyond 64 bits in a column of integers so far.
  private var firstIdBeyond64Bits: DataError? {
    let errors = [
      error(users, used: usedUsers, column: parser.format.user),
      error(books, used: usedBooks, column: parser.format.book),
    ]
    return errors.compactMap(\.self).min { ($0.line ?? 0) < ($1.line ?? 0) }
  }

  private func error(_ table: IdentifierTable, used: [Bool], column: String) -> DataError? {
    guard let index = table.isBeyond64Bits(used: used).firstIndex(of: true) else { return nil }
    return .idBeyond64Bits(
      path: parser.path, line: table.firstLines[index], column: column,
      found: table.text(at: UInt32(index)))
  }

  private var usedUsers: [Bool] { rows.uses(\.reader, of: users.count) }
  private var usedBooks: [Bool] { rows.uses(\.book, of: books.count) }

  /// Takes the ratings out, with dense indices.
  ///
  /// - Throws: ``DataError/idBeyond64Bits(path:line:column:found:)``.
  mutating func finish() throws(DataError) -> (
    rows: [Rating], readers: Vocabulary, books: Vocabulary
  ) {
    // A row that goes for one id may have made the other's column one of strings: look again.
    while let error = firstIdBeyond64Bits {
      guard skipBadRows else { throw error }
      dropRowsBeyond64Bits(error)
    }
    let (readers, readerIndices) = users.vocabulary(used: usedUsers)
    let (titles, bookIndices) = books.vocabulary(used: usedBooks)
    for index in rows.indices {
      rows[index].reader = readerIndices[Int(rows[index].reader)]
      rows[index].book = bookIndices[Int(rows[index].book)]
    }
    defer { rows = [] }
    return (rows, readers, titles)
  }

  private mutating func dropRowsBeyond64Bits(_ error: DataError) {
    let badUsers = users.isBeyond64Bits(used: usedUsers)
    let badBooks = books.isBeyond64Bits(used: usedBooks)
    let kept = rows.indices.filter {
      !badUsers[Int(rows[$0].reader)] && !badBooks[Int(rows[$0].book)]
    }
    report.badRows.append(error, count: rows.count - kept.count)
    lines = kept.enumerated().reduce(into: LineMap()) {
      $0.place(row: $1.offset, line: lines[$1.element])
    }
    rows = kept.map { rows[$0] }
  }
}

extension [Rating] {
  /// Which of `count` indices occur.
  fileprivate func uses(_ index: (Rating) -> UInt32, of count: Int) -> [Bool] {
    reduce(into: [Bool](repeating: false, count: count)) { $0[Int(index($1))] = true }
  }
}
