import BookData
import Parallelism

/// One pass over a table of any columns: its profile, what is wrong with it, and a look at every row.
struct TableScan {
  /// The file's name in the folder.
  let name: String
  /// The names of the columns.
  let header: Header
  private var counters: [ColumnCounter]
  private var rows = 0
  private var wrongFieldCounts = Finding.Counter()
  private var notText = Finding.Counter()

  /// Reads tables with the same header as one, and hands each row that is not blank to `visit`.
  ///
  /// - Parameters:
  ///   - format: What separates fields, and whether there is a header.
  ///   - expected: Columns that the file is known by; a header without any of them that holds
  ///     numbers is no header.
  ///   - ids: The columns of ids.
  /// - Throws: `DataError`.
  init(
    _ tables: [TableSource], name: String, format: RatingsFormat = RatingsFormat(),
    expecting expected: [String], ids: Set<String> = [],
    visit: (Header, DelimitedRecord) -> Void = { _, _ in }
  ) throws {
    self.name = name
    var records = try DelimitedReader(tables[0], separator: format.separator)
    header = try Header(expecting: expected, in: format, from: &records)
    counters = header.names.map { ColumnCounter(name: $0, holdsIds: ids.contains($0)) }
    for table in tables {
      try Self.forEachRow(of: table, format) { record in
        append(record)
        visit(header, record)
      }
    }
    try recountMixedColumns(tables, format)
  }

  /// Hands each row that is not blank to `visit`.
  private static func forEachRow(
    of table: TableSource, _ format: RatingsFormat, _ visit: (DelimitedRecord) -> Void
  ) throws {
    var records = try DelimitedReader(table, separator: format.separator)
    var record = DelimitedRecord()
    if format.hasHeader { _ = try records.read(into: &record) }
    while try records.read(into: &record) {
      if !record.isBlank { visit(record) }
    }
  }

  /// Reads the tables again where a column that began with numbers turned out to be one of texts.
  private mutating func recountMixedColumns(_ tables: [TableSource], _ format: RatingsFormat) throws
  {
    let mixed = counters.indices.filter { counters[$0].isMixed }
    guard !mixed.isEmpty else { return }
    for table in tables {
      try Self.forEachRow(of: table, format) { record in
        for column in mixed where column < record.count {
          counters[column].appendNumberAsText(record.bytes(at: column))
        }
      }
    }
  }

  private mutating func append(_ record: DelimitedRecord) {
    rows += 1
    if record.count != counters.count {
      let (found, expected) = (record.count, counters.count)
      wrongFieldCounts.append(
        line: record.line, "\(found) \(found == 1 ? "field" : "fields"), expected \(expected)")
    }
    var isText = true
    for column in counters.indices {
      let field = column < record.count ? record.bytes(at: column) : []
      isText = isText && field.isText
      counters[column].append(field, line: record.line)
    }
    if !isText { notText.append(line: record.line, "bytes that are not UTF-8") }
  }

  /// What there is to say about the file and its columns.
  var profile: TableProfile {
    TableProfile(name: name, rows: rows, columns: counters.map { $0.profile() })
  }

  /// What is wrong with rows as such.
  var rowFindings: [Finding] {
    [
      wrongFieldCounts.finding(name, .wrongFieldCount),
      notText.finding(name, .unusableRow, detail: "not text"),
    ].compactMap(\.self)
  }

  /// Text where numbers are expected, except in columns of ids and the columns `others`.
  func textFindings(except others: Set<String>) -> [Finding] {
    counters.filter { $0.isNumericWithText && !$0.holdsIds && !others.contains($0.name) }.map {
      counter in
      Finding(
        file: name, problem: .textInNumericColumn, detail: counter.name,
        count: counter.textRows, examples: counter.firstTexts)
    }
  }
}
