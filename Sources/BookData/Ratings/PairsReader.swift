/// A reader and a book, as a file spells them.
package struct Pair: Sendable, Equatable {
  /// The reader's id.
  package var reader: String
  /// The book's id.
  package var book: String
  /// The line, from 1.
  package var line: Int
}

/// Reads pairs of ids one after the other: a header, then a row for each pair.
///
/// Columns are found by name, in any order, or by number in a file without a header; others are ignored, and
/// so are blank lines.
package struct PairsReader {
  /// Names of columns and separator; the rating's name does not matter.
  package let format: RatingsFormat
  private var records: DelimitedReader
  private var record = DelimitedRecord()
  private let columns: (count: Int, user: Int, book: Int)

  /// Opens a table of pairs and reads the header.
  ///
  /// - Parameter format: How the file is written. The default is that of goodbooks-10k.
  /// - Throws: ``DataError``.
  package init(
    _ table: TableSource, format: RatingsFormat = RatingsFormat()
  ) throws(DataError) {
    self.format = format
    do {
      records = try DelimitedReader(table, separator: format.separator)
      let header = try Header(
        expecting: [format.user, format.book], in: format, from: &records)
      columns = (
        header.names.count, try header.column(format.user), try header.column(format.book)
      )
    } catch {
      throw DataError(anyOf: error, path: table.name)
    }
  }

  /// The next pair, or nil after the last.
  ///
  /// - Throws: ``DataError``.
  package mutating func next() throws(DataError) -> Pair? {
    do {
      repeat {
        guard try records.read(into: &record) else { return nil }
      } while record.isBlank
    } catch {
      throw DataError(error)
    }
    let (path, line) = (records.path, record.line)
    guard record.count == columns.count else {
      throw .wrongFieldCount(
        path: path, line: line, expected: columns.count, found: record.count)
    }
    return Pair(
      reader: try record.id(columns.user, name: format.user, path: path),
      book: try record.id(columns.book, name: format.book, path: path), line: line)
  }
}
