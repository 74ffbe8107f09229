import BookData

/// `books.csv`: who the books are, and what is wrong with their rows.
struct BookTable {
  static let fileName = Table.books.fileName

  /// The file's profile.
  private(set) var profile: TableProfile
  /// What is wrong.
  private(set) var findings: [Finding]
  /// The ids of books.
  let books: Vocabulary
  private let ids: IdColumn
  /// The ids that `book_tags.csv` knows books by; none where the column is missing.
  let goodreadsBooks: Vocabulary
  /// Titles by id; of a repeated id the last.
  let titles: [String: String]
  /// How often each year of first publication occurs; impossible ones are left out.
  let years: ValueCounter
  /// How many books each language code has.
  let languages: [String: Int]
  /// The columns of numbers.
  let numbers: NumberColumns

  /// - Throws: `DataError`.
  init(reading table: TableSource) throws {
    var rows = BookRows()
    var numbers = NumberColumns()
    let scan = try TableScan(
      [table], name: Self.fileName, expecting: ["book_id", "title"],
      ids: ["book_id", "goodreads_book_id"]
    ) { header, record in
      rows.append(record, header: header)
      guard let id = record.id(header.optionalColumn("book_id")) else { return }
      numbers.append(record, of: id, header: header)
    }
    guard scan.header.optionalColumn("book_id") != nil else {
      throw DataError.missingColumn(
        path: table.name, line: scan.header.line, expected: "book_id", found: scan.header.names)
    }
    profile = scan.profile
    findings =
      scan.rowFindings
      + scan.textFindings(except: ["isbn", "isbn13", "title", "original_title"]) + rows.findings
    ids = rows.books
    books = ids.vocabulary
    goodreadsBooks = rows.goodreads.vocabulary
    titles = rows.titles
    years = ValueCounter(rows.years)
    languages = rows.languages
    self.numbers = numbers
  }

  /// Counts books without ratings, which the file alone does not tell.
  mutating func compare(with ratings: Vocabulary) {
    let missing = ids.missing(in: ratings).finding(Self.fileName, .bookWithoutRatings)
    if let missing { findings.append(missing) }
  }
}

/// What the rows of `books.csv` say, collected one by one.
private struct BookRows {
  var books = IdColumn()
  var goodreads = IdColumn()
  var titles: [String: String] = [:]
  var years: [Double] = []
  var languages: [String: Int] = [:]
  private var withoutId = Finding.Counter()
  private var withoutTitle = Finding.Counter()
  private var oldYears = Finding.Counter()
  private var impossibleYears = Finding.Counter()
  private var isbn = ISBNCounters()

  mutating func append(_ record: DelimitedRecord, header: Header) {
    let line = record.line
    func field(_ name: String) -> String? {
      guard let column = header.optionalColumn(name), column < record.count else { return nil }
      let bytes = record.bytes(at: column).trimmed
      return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }
    if let id = record.id(header.optionalColumn("book_id")) {
      books.append(id, line: line)
      if let title = field("title") {
        titles[id] = title
      } else if header.optionalColumn("title") != nil {
        withoutTitle.append(line: line, id)
      }
    } else {
      withoutId.append(line: line, field("book_id")?.quotedForMessage ?? "no id")
    }
    if let id = record.id(header.optionalColumn("goodreads_book_id")) {
      goodreads.append(id, line: line)
    }
    if let year = field("original_publication_year") { appendYear(year, line: line) }
    if let language = field("language_code") { languages[language, default: 0] += 1 }
    if let text = field("isbn") { isbn.append(ten: text, line: line) }
    if let text = field("isbn13") { isbn.append(thirteen: text, line: line) }
  }

  private mutating func appendYear(_ text: String, line: Int) {
    guard let year = Array(text.utf8)[...].decimalNumber, year == year.rounded(),
      (-3000...2100).contains(year), year != 0
    else {
      impossibleYears.append(line: line, text.quotedForMessage)
      return
    }
    years.append(year)
    if year < 0 { oldYears.append(line: line, text) }
  }

  var findings: [Finding] {
    let file = BookTable.fileName
    return [
      withoutId.finding(file, .bookWithoutId),
      books.repeated.finding(file, .repeatedBook),
      goodreads.repeated.finding(file, .repeatedGoodreadsBook),
      withoutTitle.finding(file, .bookWithoutTitle),
      oldYears.finding(file, .yearBeforeOurEra),
      impossibleYears.finding(file, .impossibleYear),
    ].compactMap(\.self) + books.dressFindings(file, column: "book_id") + isbn.findings(file)
  }
}

/// A column of ids, each of which should occur once.
struct IdColumn {
  private var lines: [String: Int] = [:]
  /// The rows whose id a later row repeats.
  private(set) var repeated = Finding.Counter()

  mutating func append(_ id: String, line: Int) {
    if let earlier = lines.updateValue(line, forKey: id) {
      repeated.append(line: earlier, "\(id), again on line \(line)")
    }
  }

  /// The ids that another vocabulary lacks, each where it stands last.
  func missing(in other: Vocabulary) -> Finding.Counter {
    let missing = lines.filter { other.index(of: $0.key) == nil }.sorted { $0.value < $1.value }
    return missing.reduce(into: Finding.Counter()) { $0.append(line: $1.value, $1.key) }
  }

  /// The distinct ids.
  var vocabulary: Vocabulary { Vocabulary(names: lines.keys) }

  /// The findings of ids that are numbers in another dress, each where it stands last.
  func dressFindings(_ file: String, column: String) -> [Finding] {
    let ids = vocabulary
    let dresses = ids.numberDresses
    return NumberDress.allCases.compactMap { dress in
      let places = dresses[dress, default: []].map(ids.text(at:)).map { ($0, lines[$0] ?? 0) }
      return places.sorted { $0.1 < $1.1 }
        .reduce(into: Finding.Counter()) { $0.append(line: $1.1, $1.0) }
        .finding(file, dress.problem, detail: column)
    }
  }
}

extension Vocabulary {
  /// The ids' texts, by index.
  var texts: [String] { (0..<UInt32(count)).map { text(at: $0) } }

  /// Which of these ids another vocabulary lacks.
  func isMissing(in other: Vocabulary) -> [Bool] { texts.map { other.index(of: $0) == nil } }
}
