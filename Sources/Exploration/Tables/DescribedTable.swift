import BookData

/// A table of books or readers that a person described: its profile, and who its rows are.
struct DescribedTable {
  /// The file's profile, with its first rows.
  let profile: TableProfile
  /// What is wrong with its rows.
  let findings: [Finding]
  /// The ids.
  let ids: Vocabulary
  /// Titles by id.
  let titles: [String: String]
  /// The columns of numbers.
  let numbers: NumberColumns

  /// - Throws: `DataError`.
  init(_ source: TableSource, name: String, _ table: TableDescription) throws {
    var format =
      table.hasHeader
      ? RatingsFormat(separator: table.separator) : .withoutHeader(separator: table.separator)
    let id = table.column(.id)?.name ?? ""
    (format.user, format.book) = (id, id)
    var numbers = NumberColumns()
    let scan = try TableScan([source], name: name, format: format, expecting: [id], ids: [id]) {
      header, record in
      guard let row = record.id(header.optionalColumn(id)) else { return }
      numbers.append(record, of: row, header: header)
    }
    self.numbers = numbers
    let others = Set(table.columns.filter { $0.role != .number }.map(\.name))
    profile = try scan.profile.withFirstRows(of: source, format)
    findings = scan.rowFindings + scan.textFindings(except: others)
    let read = try EntityTable(reading: source, table)
    ids = Vocabulary(names: read.ids)
    titles = Dictionary(
      read.details.lazy.filter { !$0.title.isEmpty }.map { ($0.id, $0.title) }
    ) { $1 }
  }
}
