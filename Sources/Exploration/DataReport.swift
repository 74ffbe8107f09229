import BookData
import Support

/// What there is to see in a folder of data before training on it.
public struct DataReport: Sendable, Codable, Equatable {
  /// The files that were found, `ratings.csv` first.
  public var files: [TableProfile]
  /// What needs correcting, file by file.
  public var findings: [Finding]
  /// What the ratings say.
  public var ratings: RatingsFigures
  /// What the files about books say, where there is `books.csv`.
  public var catalogue: CatalogueFigures?
  /// What the lists of books to read say, where there are any.
  public var toRead: ToReadFigures?
  /// The first and the last time of a rating, in seconds since 1970, where a column of times is named.
  public var times: [Double]?
  /// The files about books and readers that `data.yaml` describes; nil for none.
  public var describedFiles: [String]?
  /// How columns of numbers go with the ratings; nil without a table of books or readers.
  public var relations: [ColumnRelation]?
}

extension DataReport {
  /// Looks at the tables in the folder at `folder`.
  ///
  /// - Throws: `DataError`.
  package init(
    exploring folder: String, format: RatingsFormat = RatingsFormat(), threads: Int
  ) throws(DataError) {
    try self.init(exploring: DataTables(folder: folder), format: format, threads: threads)
  }

  /// Looks at tables; that of ratings is the only one that must be there.
  ///
  /// - Parameters:
  ///   - tables: Where they are.
  ///   - description: What they are called and hold. The default is goodbooks-10k's form.
  ///   - format: How the table of ratings is written.
  ///   - threads: How many threads work; the result does not depend on it.
  /// - Throws: `DataError`.
  package init(
    exploring tables: DataTables, _ description: DataDescription = DataDescription(),
    format: RatingsFormat = RatingsFormat(), threads: Int
  ) throws(DataError) {
    do {
      // What is found on the way may be of a mixture of two contents, and what is wrong with it, too.
      let opened = tables.rereadable()
      let report = Result {
        try DataFolderExplorer(
          tables: opened, description: description, format: format, threads: threads
        ).report()
      }
      try opened.checkUnchanged()
      self = try report.get()
    } catch {
      throw DataError(anyOf: error, path: tables.name)
    }
  }
}

/// Reads the files of a folder one after the other and lets them meet.
private struct DataFolderExplorer {
  let tables: DataTables
  let description: DataDescription
  let format: RatingsFormat
  let threads: Int

  func report() throws -> DataReport {
    let sources = try tables.ratings()
    let table = try PairTable(
      sources, name: tables.fileName(of: .ratings), format: format, hasNumber: true,
      threads: threads)
    let survey = try table.goodRows.get()
    var side = try SideTables(tables, description, threads: threads)
    let inTime =
      sources.count == 1 ? try TimeColumn(sources[0], format: format)?.finding(table.name) : nil
    let findings = ratingFindings(table, books: side.ids) + [inTime].compactMap(\.self)
    let sideFindings = side.findings(ratings: survey)
    let titles = side.titles
    let ratings = survey.without(table.repetitions)
    guard let figures = RatingsFigures(ratings, titles: titles, threads: threads) else {
      preconditionFailure("\(tables.name): a survey without ratings")
    }
    let profiles =
      try [table.profile.withFirstRows(of: sources[0], format)]
      + side.profilesWithFirstRows(of: tables)
    return DataReport(
      files: profiles, findings: findings + sideFindings, ratings: figures,
      catalogue: side.catalogue,
      toRead: side.toRead.flatMap {
        ToReadFigures($0, ratings: ratings, titles: titles, threads: threads)
      },
      times: survey.all.report.times.map { [$0.lowerBound, $0.upperBound] },
      describedFiles: side.describedFiles, relations: side.relations(with: ratings))
  }

  private func ratingFindings(_ table: PairTable, books: Vocabulary?) -> [Finding] {
    guard let survey = table.survey else { return [] }
    var findings: [Finding?] = table.badRowFindings(.badRating)
    findings += table.dressFindings(format)
    findings.append(table.repetitions(.repeatedRating))
    if let books {
      let isUnknown = survey.all.books.isMissing(in: books)
      if isUnknown.contains(true) {
        findings.append(table.finding(.ratingOfUnknownBook) { isUnknown[Int($1.book)] })
      }
    }
    let (readers, titles) = (survey.all.readers.count, survey.all.books.count)
    findings.append(table.single(.readerWithOneRating, \.reader, of: readers, threads: threads))
    findings.append(table.single(.bookWithOneRating, \.book, of: titles, threads: threads))
    return findings.compactMap(\.self)
  }
}

/// The files beside `ratings.csv`, where they are there.
private struct SideTables {
  var books: BookTable?
  var tags: TagTable?
  let bookTags: BookTagTable?
  let toRead: ToReadTable?
  /// Tables of books and readers that a person described.
  let describedBooks: DescribedTable?
  let describedReaders: DescribedTable?

  init(_ tables: DataTables, _ description: DataDescription, threads: Int) throws {
    func described(_ table: Table, _ description: TableDescription) throws -> DescribedTable? {
      try tables.source(of: table).map {
        try DescribedTable($0, name: tables.fileName(of: table), description)
      }
    }
    let hasUsualBooks = description.books == .goodbooks
    describedBooks = hasUsualBooks ? nil : try described(.books, description.books)
    describedReaders = try description.readers.flatMap { try described(.readers, $0) }
    books =
      hasUsualBooks ? try tables.source(of: .books).map { try BookTable(reading: $0) } : nil
    let hasUsualTags = !description.tags.isDescribed
    tags = hasUsualTags ? try tables.source(of: .tags).map { try TagTable(reading: $0) } : nil
    bookTags =
      hasUsualTags
      ? try tables.source(of: .bookTags).map { try BookTagTable(reading: $0, threads: threads) }
      : nil
    toRead =
      description.toRead.isDescribed
      ? nil
      : try tables.source(of: .toRead).map { try ToReadTable(reading: $0, threads: threads) }
  }

  /// The files of tables that a person described; nil for none.
  var describedFiles: [String]? {
    let names = [describedBooks, describedReaders].compactMap { $0?.profile.name }
    return names.isEmpty ? nil : names
  }

  /// The ids of books; nil where nobody lists them.
  var ids: Vocabulary? { books?.books ?? describedBooks?.ids }

  /// Titles by id.
  var titles: [String: String] { books?.titles ?? describedBooks?.titles ?? [:] }

  /// How columns of numbers go with the ratings; nil without a table of books or readers.
  func relations(with ratings: Ratings) -> [ColumnRelation]? {
    let books =
      books.map { ($0.numbers, $0.profile) } ?? describedBooks.map { ($0.numbers, $0.profile) }
    guard books != nil || describedReaders != nil else { return nil }
    let ofBooks = books.map { numbers, profile in
      numbers.relations(
        profile, ratings.books, ratings.rows.readerships(by: \.book, count: ratings.books.count))
    }
    let ofReaders = describedReaders.map { table in
      table.numbers.relations(
        table.profile, ratings.readers,
        ratings.rows.readerships(by: \.reader, count: ratings.readers.count))
    }
    return (ofBooks ?? []) + (ofReaders ?? [])
  }

  /// What the tables hold, and their first rows.
  func profilesWithFirstRows(of tables: DataTables) throws -> [TableProfile] {
    let profiles: [(table: Table, profile: TableProfile?)] = [
      (.books, books?.profile), (.tags, tags?.profile), (.bookTags, bookTags?.pairs.profile),
      (.toRead, toRead?.pairs.profile),
    ]
    return try [describedBooks?.profile, describedReaders?.profile].compactMap(\.self)
      + profiles.compactMap { table, profile in
        guard let profile, let source = try tables.source(of: table) else { return nil }
        return try profile.withFirstRows(of: source, RatingsFormat())
      }
  }

  mutating func findings(ratings: RatingsSurvey) -> [Finding] {
    books?.compare(with: ratings.all.books)
    if let survey = bookTags?.pairs.survey { tags?.compare(with: survey.all.books) }
    let bookTagFindings = bookTags?.findings(
      books: books?.goodreadsBooks, tags: tags?.tags)
    let toReadFindings = toRead?.findings(
      books: books?.books, ratings: ratings)
    return [
      books?.findings, describedBooks?.findings, describedReaders?.findings, tags?.findings,
      bookTagFindings, toReadFindings,
    ]
    .compactMap(\.self).flatMap(\.self)
  }

  var catalogue: CatalogueFigures? {
    guard let books else { return nil }
    let entries = bookTags?.entries(names: tags?.names ?? [:]) ?? []
    return CatalogueFigures(books, tags: entries)
  }
}
