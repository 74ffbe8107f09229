/// What one reader has rated, as a file has it: a header, then `book_id,rating` rows; with a column
/// `user_id`, what several have.
///
/// Columns are found by name, in any order; others are ignored, and so are blank lines. A file without a
/// header has them where the format says, or where there are only two, of one reader, books and ratings.
package struct HistoryFile: Sendable, Equatable {
  /// A row of the file.
  package struct Row: Sendable, Equatable {
    /// The reader's id; nil in a file of one reader, which has no such column.
    package var reader: String?
    /// The book's id, as the file spells it.
    package var book: String
    /// The rating, a finite number.
    package var rating: Float
    /// The line, from 1.
    package var line: Int
  }

  /// The rows, in file order.
  package let rows: [Row]
  /// Whether the file has a column of readers.
  package let namesReaders: Bool

  /// Reads a table of ratings.
  ///
  /// - Parameters:
  ///   - table: Where its rows come from.
  ///   - format: Names of columns and separator. The default is that of goodbooks-10k.
  /// - Throws: ``DataError``.
  package init(
    reading table: TableSource, format: RatingsFormat = RatingsFormat()
  ) throws(DataError) {
    do {
      var records = try DelimitedReader(table, separator: format.separator)
      let header = try Header(
        expecting: [format.book, format.rating], in: format, from: &records)
      var format = format
      let isOfOne = !format.hasHeader && header.names.count == 2
      if isOfOne { format = .withoutHeader(book: 1, rating: 2, separator: format.separator) }
      let namesReaders = !isOfOne && header.optionalColumn(format.user) != nil
      // A good row is that of a ratings file whose reader nobody asks for.
      if !namesReaders { format.user = format.book }
      let parser = try RowParser(header: header, format: format, path: table.name)
      var rows: [Row] = []
      while let record = try records.next() {
        guard !record.isBlank else { continue }
        let row = try parser.parse(record, line: record.line).get()
        rows.append(
          Row(
            reader: namesReaders ? String(decoding: row.user, as: UTF8.self) : nil,
            book: String(decoding: row.book, as: UTF8.self), rating: row.value, line: record.line))
      }
      (self.rows, self.namesReaders) = (rows, namesReaders)
    } catch {
      throw DataError(anyOf: error, path: table.name)
    }
  }
}
