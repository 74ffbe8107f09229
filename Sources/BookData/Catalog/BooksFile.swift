import Support

/// Reads and writes `books.csv` of a model's folder: what filters ask about books.
///
/// Columns are those of goodbooks-10k, and `series` where the data has such a column.
package enum BooksFile {
  /// The columns: goodbooks-10k's, and those that it has no name for.
  private static let table: TableDescription = {
    var table = TableDescription.goodbooks
    table.columns += [
      .init(series, .series), .init(creators, .creators(separator: creatorsSeparator)),
    ]
    return table
  }()
  private static let series = "series"
  /// In place of `authors` where a name has a comma in it.
  private static let creators = "creators"
  private static let creatorsSeparator = "|"

  /// The books of the file at `path`, in file order.
  ///
  /// - Throws: ``DataError``.
  package static func read(_ path: String) throws(DataError) -> [BookDetails] {
    try EntityTable(reading: .file(path), table).details
  }

  /// `books` as the text of such a file.
  package static func encoded(_ books: [BookDetails]) -> String {
    let hasSeries = books.contains { $0.seriesName != nil }
    let hasCommas = books.contains { $0.authors.contains { $0.contains(",") } }
    var columns = TableDescription.goodbooks.columns.filter { $0.role != .unused }
    if hasCommas, let place = columns.firstIndex(where: { $0.role.separator != nil }) {
      columns[place] = .init(creators, .creators(separator: creatorsSeparator))
    }
    if hasSeries { columns.append(.init(series, .series)) }
    let rows = books.map { book in
      columns.map { DelimitedText.quoted(field($0.role, of: book)) }.joined(separator: ",")
    }
    return ([columns.map(\.name).joined(separator: ",")] + rows).joined(separator: "\n") + "\n"
  }

  private static func field(_ role: ColumnRole, of book: BookDetails) -> String {
    func text(_ number: Double?) -> String { number.map { "\($0)" } ?? "" }
    return switch role {
    case .id: book.id
    case .title: book.title
    case .creators(let separator):
      book.authors.joined(separator: separator == "," ? ", " : separator)
    case .series: book.seriesName ?? ""
    case .language: book.language ?? ""
    case .year: book.year.map(String.init) ?? ""
    case .tagID: book.goodreadsID ?? ""
    case .averageRating: text(book.averageRating)
    case .reviewCount: text(book.reviewCount)
    case .editionCount: text(book.editionCount)
    case .starCount(let stars): book.starCounts.isEmpty ? "" : text(book.starCounts[stars - 1])
    case .number, .category, .flag, .categories, .unused: ""
    }
  }
}
