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
}

extension DataReport {
  /// Looks at the tables in the folder at `folder`.
  ///
  /// - Throws: `DataError`.
  public init(
    exploring folder: String, format: RatingsFormat = RatingsFormat(), threads: Int
  ) throws(DataError) {
    try self.init(exploring: DataTables(folder: folder), format: format, threads: threads)
  }

  /// Looks at tables; that of ratings is the only one that must be there.
  ///
  /// - Parameters:
  ///   - tables: Tables in goodbooks-10k's form.
  ///   - format: How `ratings.csv` is written; the other files have the names and commas of goodbooks-10k.
  ///   - threads: How many threads work; the result does not depend on it.
  /// - Throws: `DataError`.
  package init(
    exploring tables: DataTables, format: RatingsFormat = RatingsFormat(), threads: Int
  ) throws(DataError) {
    do {
      self = try DataFolderExplorer(
        tables: tables, format: format, threads: threads
      ).report()
    } catch {
      throw DataError(anyOf: error, path: tables.name)
    }
  }
}

/// Reads the files of a folder one after the other and lets them meet.
private struct DataFolderExplorer {
  let tables: DataTables
  let format: RatingsFormat
  let threads: Int

  func report() throws -> DataReport {
    let sources = try tables.ratings().map { try $0.rereadable() }
    let table = try PairTable(
      sources, name: Table.ratings.fileName, format: format, hasNumber: true, threads: threads)
    guard let survey = table.survey else {
      // The reader of ratings says what is wrong with a file of none.
      _ = try RatingsReader(format: format, skipBadRows: true, threads: threads)
        .read(sources)
      preconditionFailure("\(tables.name): ratings that are there and are not")
    }
    var side = try SideTables(tables, threads: threads)
    let findings = ratingFindings(table, books: side.books?.books)
    let sideFindings = side.findings(ratings: survey)
    let titles = side.books?.titles ?? [:]
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
      })
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

  init(_ tables: DataTables, threads: Int) throws {
    books = try tables.source(of: .books).map { try BookTable(reading: $0) }
    tags = try tables.source(of: .tags).map { try TagTable(reading: $0) }
    bookTags = try tables.source(of: .bookTags).map {
      try BookTagTable(reading: $0, threads: threads)
    }
    toRead = try tables.source(of: .toRead).map { try ToReadTable(reading: $0, threads: threads) }
  }

  /// What the tables hold, and their first rows.
  func profilesWithFirstRows(of tables: DataTables) throws -> [TableProfile] {
    let profiles: [(table: Table, profile: TableProfile?)] = [
      (.books, books?.profile), (.tags, tags?.profile), (.bookTags, bookTags?.pairs.profile),
      (.toRead, toRead?.pairs.profile),
    ]
    return try profiles.compactMap { table, profile in
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
    return [books?.findings, tags?.findings, bookTagFindings, toReadFindings]
      .compactMap(\.self).flatMap(\.self)
  }

  var catalogue: CatalogueFigures? {
    guard let books else { return nil }
    let entries = bookTags?.entries(names: tags?.names ?? [:]) ?? []
    return CatalogueFigures(books, tags: entries)
  }
}
