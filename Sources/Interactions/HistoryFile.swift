import DelimitedText

/// Reads what one reader has rated: a header, then `book_id,rating` rows.
///
/// Columns are found by name, in any order; others are ignored, and so are blank lines.
public enum HistoryFile {
  /// A row of the file.
  public struct Row: Sendable, Equatable {
    /// The book's id, as the file spells it.
    public var book: String
    /// The rating, a finite number.
    public var rating: Float
  }

  /// The rows of the file at `path`, in file order.
  ///
  /// - Parameters:
  ///   - path: Where the file is.
  ///   - format: Names of columns and separator; the reader's name does not matter. The default is that of
  ///     goodbooks-10k.
  /// - Returns: The rows.
  /// - Throws: ``DataError``.
  public static func read(
    _ path: String, format: RatingsFormat = RatingsFormat()
  ) throws(DataError) -> [Row] {
    // A good row is that of a ratings file whose reader nobody asks for.
    var format = format
    format.user = format.book
    do {
      var records = try DelimitedReader(path: path, separator: format.separator)
      let header = try Header(expecting: [format.book, format.rating], from: &records)
      let parser = try RowParser(header: header, format: format, path: path)
      var rows: [Row] = []
      while let record = try records.next() {
        guard !record.isBlank else { continue }
        let row = try parser.parse(record, line: record.line).get()
        rows.append(Row(book: String(decoding: row.book, as: UTF8.self), rating: row.value))
      }
      return rows
    } catch {
      throw DataError(anyOf: error, path: path)
    }
  }
}
