import BookData

/// `book_tags.csv`: which tags readers gave to which books, and how often.
struct BookTagTable {
  static let fileName = Table.bookTags.fileName

  let pairs: PairTable

  /// - Throws: `DataError`.
  init(reading table: TableSource, threads: Int) throws {
    let format = RatingsFormat(user: "goodreads_book_id", book: "tag_id", rating: "count")
    pairs = try PairTable(
      [table], name: Self.fileName, format: format, hasNumber: true, threads: threads)
  }

  /// What is wrong, given the books and the tags where their files are there.
  func findings(books: Vocabulary?, tags: Vocabulary?) -> [Finding] {
    var findings = pairs.badRowFindings(.unusableRow)
    guard let all = pairs.survey?.all else { return findings }
    if let books {
      let isUnknown = all.readers.isMissing(in: books)
      findings.append(pairs.finding(.tagOfUnknownBook) { isUnknown[Int($1.reader)] })
    }
    if let tags {
      let isUnknown = all.books.isMissing(in: tags)
      findings.append(pairs.finding(.unknownTag) { isUnknown[Int($1.book)] })
    }
    findings.append(pairs.repetitions(.repeatedBookTag))
    findings.append(pairs.finding(.uselessTagCount) { $1.value < 1 })
    return findings
  }

  /// How many books have each tag, and how often readers gave it; repeated rows count once as books.
  func entries(names: [String: String]) -> [CatalogueFigures.Entry] {
    guard let survey = pairs.survey else { return [] }
    let all = survey.all
    var uses = [Double](repeating: 0, count: all.books.count)
    var books = [Int](repeating: 0, count: all.books.count)
    let repeated = Set(pairs.repetitions.map { all.rows[$0].pair })
    var counted: Set<UInt64> = []
    for row in all.rows where row.value > 0 {
      uses[Int(row.book)] += Double(row.value)
      // Only what is repeated needs to be remembered.
      let isFirst =
        repeated.isEmpty || !repeated.contains(row.pair) || counted.insert(row.pair).inserted
      books[Int(row.book)] += isFirst ? 1 : 0
    }
    return zip(all.books.texts, zip(books, uses)).filter { $0.1.0 > 0 }.map { id, counts in
      .init(
        name: names[id] ?? "tag \(id)", books: counts.0,
        uses: Int(exactly: counts.1.rounded()) ?? .max)
    }
  }
}

extension [Finding] {
  fileprivate mutating func append(_ finding: Finding?) {
    if let finding { append(finding) }
  }
}

extension Rating {
  /// Both indices in one number.
  fileprivate var pair: UInt64 { UInt64(reader) << 32 | UInt64(book) }
}
