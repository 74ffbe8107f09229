import BookData

/// `to_read.csv`: the lists of books to read.
struct ToReadTable {
  static let fileName = Table.toRead.fileName

  let pairs: PairTable

  /// - Throws: `DataError`.
  init(reading table: TableSource, threads: Int) throws {
    pairs = try PairTable(
      [table], name: Self.fileName, format: RatingsFormat(), hasNumber: false, threads: threads)
  }

  /// What is wrong, given the ratings, and the books where their file is there.
  func findings(books: Vocabulary?, ratings: RatingsSurvey) -> [Finding] {
    let badRows = pairs.badRowFindings(.unusableRow)
    guard let all = pairs.survey?.all else { return badRows }
    var findings: [Finding?] = badRows
    findings.append(pairs.repetitions(.repeatedToRead))
    if let books {
      let isUnknown = all.books.isMissing(in: books)
      findings.append(pairs.finding(.toReadOfUnknownBook) { isUnknown[Int($1.book)] })
    }
    let isUnknown = all.readers.isMissing(in: ratings.all.readers)
    findings.append(pairs.finding(.toReadOfUnknownReader) { isUnknown[Int($1.reader)] })
    let rated = BooksByReader(ratings.all)
    let translated = all.rows(readers: ratings.all.readers, books: ratings.all.books)
    let isRated = rated.contain(translated)
    findings.append(pairs.finding(.toReadAlreadyRated) { index, _ in isRated[index] })
    return findings.compactMap(\.self)
  }
}
