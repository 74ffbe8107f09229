import Foundation
import Parallelism
import Support

/// Reads a file of ratings: a header, then a row for each rating, oldest first or with a column of times, by
/// which rows are put in order; of the same time the first in the file comes first.
///
/// Columns are found by name, in any order, or by number in a file without a header; others are ignored.
/// Ids are names: `012`, `+12` and `12` are three. A column whose ids are all integers of 64 bits, each in
/// the one usual way to write it, gives an integer vocabulary, any other a vocabulary of strings. An id that
/// is empty or NULL, null, \N, NA, N/A, <NA>, NaN, nan or None is missing: its row is bad. Spaces around ids
/// and ratings do not count, blank lines neither. Of rows with the same reader and book the last is kept.
///
/// The result is the same for any number of threads.
package struct RatingsReader: Sendable {
  /// How the file is written.
  ///
  /// The default is that of goodbooks-10k.
  package var format = RatingsFormat()
  /// Whether bad rows are counted and passed over.
  ///
  /// The default is false: the first one is an error.
  package var skipBadRows = false
  /// How many threads read.
  ///
  /// The default is the number of processors.
  package var threads = Parallel.processorCount
  /// Whether there is a column of ratings; without one every rating is 0.
  var hasRatings = true
  /// How many bytes a thread reads at a time.
  var chunkLength = 1 << 19
  /// A longer line goes to the general path, which holds one record at a time.
  private let longestChunk = 1 << 26

  /// A reader with these options.
  package init(
    format: RatingsFormat = RatingsFormat(), skipBadRows: Bool = false,
    threads: Int = Parallel.processorCount
  ) {
    precondition(threads > 0, "\(threads) threads")
    self.format = format
    self.skipBadRows = skipBadRows
    self.threads = threads
  }

  /// Reads the file at `path`.
  ///
  /// - Throws: ``DataError``, as `read`.
  package func read(_ path: String) throws(DataError) -> Ratings {
    try read([.file(path)])
  }

  /// Reads one or more tables as one, each with a header of its own.
  ///
  /// - Throws: ``DataError``; of several bad rows the first is reported.
  package func read(_ tables: [TableSource]) throws(DataError) -> Ratings {
    try survey(tables).withoutRepetitions(threads: threads)
  }

  /// Reads one or more tables as one and keeps what `read` leaves out: repeated ratings and
  /// lines.
  ///
  /// - Throws: ``DataError``, as `read`.
  package func survey(_ tables: [TableSource]) throws(DataError) -> RatingsSurvey {
    precondition(!tables.isEmpty, "no table of ratings")
    do {
      if tables.count == 1, let file = try tables[0].plainFile() { return try read(plain: file) }
      return try read(inOrder: tables)
    } catch {
      throw DataError(anyOf: error, path: tables[0].name)
    }
  }

  /// Reads a table of pairs without ratings, and passes over bad rows.
  ///
  /// - Returns: A survey whose ratings are all 0.
  /// - Throws: ``DataError``, as `read`.
  package static func surveyPairs(
    _ table: TableSource, format: RatingsFormat, threads: Int
  ) throws(DataError) -> RatingsSurvey {
    var reader = RatingsReader(format: format, skipBadRows: true, threads: threads)
    reader.hasRatings = false
    return try reader.survey([table])
  }

  /// Reads tables from the first byte to the last, one after the other.
  private func read(inOrder tables: [TableSource]) throws -> RatingsSurvey {
    let names = tables.map(\.name)
    // Consumed: the rows must have one owner while they are changed in place.
    switch try StreamedRatings(reader: self, tables: tables).read() {
    case .plain(let rows, let outcomes): return try finish(consume rows, outcomes, names)
    case .general(var general): return try finish(&general, names)
    }
  }

  private func read(plain file: InputFile) throws -> RatingsSurvey {
    do {
      return try read(file)
    } catch {
      // What looks wrong about a mixture of two contents is wrong about neither.
      try file.checkUnchanged()
      throw error
    }
  }

  private func read(_ file: InputFile) throws -> RatingsSurvey {
    var records = DelimitedReader(FileStream(file), separator: format.separator)
    let parser = try header(&records).parser
    if let survey = try readPlain(file, parser, from: records) { return survey }
    var general = GeneralRatings(skipBadRows: skipBadRows)
    general.begin(0, parser)
    try general.readAll(&records)
    return try finish(&general, [file.path])
  }

  /// Reads the header of a table of such ratings.
  func header(
    _ records: inout DelimitedReader
  ) throws -> (header: Header, parser: RowParser) {
    let names = [format.user, format.book] + (hasRatings ? [format.rating] : [])
    let header = try Header(expecting: names, in: format, from: &records)
    let parser = try RowParser(
      header: header, format: format, path: records.path, hasRatings: hasRatings)
    return (header, parser)
  }

  /// The ratings, or nil if the file needs the general path.
  private func readPlain(
    _ file: InputFile, _ parser: RowParser, from records: DelimitedReader
  ) throws -> RatingsSurvey? {
    let chunked = FileChunks(file: file, workers: threads)
    guard parser.hasDistinctColumns,
      let chunks = try chunked.cut(from: records.offset, line: records.line, length: chunkLength),
      chunks.allSatisfy({ $0.bytes.count < longestChunk })
    else { return nil }
    let plain = PlainRatings(parser: parser, skipBadRows: skipBadRows)
    let (rows, outcomes) = plain.read(chunked, chunks)
    if let error = outcomes.lazy.compactMap(\.fileError).first { throw error }
    // Before anything is said of rows: they may be a mixture.
    try file.checkUnchanged()
    if outcomes.contains(where: \.needsGeneralIds) { return nil }
    return try finish(consume rows, outcomes, [file.path])
  }

  /// The survey of rows with raw ids.
  private func finish(
    _ rows: consuming [Rating], _ outcomes: [PlainRatings.Outcome], _ tables: [String]
  ) throws(DataError) -> RatingsSurvey {
    let badRows = outcomes.badRows
    if let firstBad = badRows.first, !skipBadRows { throw firstBad }
    let (readers, books) = rows.makeDense(largest: outcomes.largest, threads: threads)
    var report = RatingsReport()
    report.badRows = badRows
    return try finish(
      consume rows, Vocabulary(integers: readers.lazy.map(Int64.init)),
      Vocabulary(integers: books.lazy.map(Int64.init)), report, outcomes.lines,
      outcomes.flatMap(\.times), tables)
  }

  private func finish(
    _ general: inout GeneralRatings, _ tables: [String]
  ) throws(DataError) -> RatingsSurvey {
    let (rows, readers, books) = general.finish()
    return try finish(rows, readers, books, general.report, general.lines, general.times, tables)
  }

  /// Checks that there are ratings, and puts them in the order of their times.
  private func finish(
    _ rows: consuming [Rating], _ readers: Vocabulary, _ books: Vocabulary,
    _ report: consuming RatingsReport, _ lines: LineMap, _ times: [Double], _ tables: [String]
  ) throws(DataError) -> RatingsSurvey {
    if rows.isEmpty {
      guard let first = report.firstSkipped else { throw .headerAlone(path: tables[0], line: 1) }
      throw .noGoodRow(path: tables[0], skipped: report.skippedRows, first: "\(first)")
    }
    report.goodRows = rows.count
    let order = TimeOrder(times)
    report.times = order?.span
    if let order { rows = order.sorted(rows) }
    return RatingsSurvey(
      all: Ratings(rows: rows, readers: readers, books: books, report: report),
      lines: lines, placeOfRow: order?.places, tables: tables)
  }
}

extension [PlainRatings.Outcome] {
  /// The largest raw ids of all chunks.
  fileprivate var largest: Rating {
    reduce(into: Rating(reader: 0, book: 0, value: 0)) { largest, outcome in
      largest.reader = Swift.max(largest.reader, outcome.largest.reader)
      largest.book = Swift.max(largest.book, outcome.largest.book)
    }
  }

  /// The bad rows of all chunks.
  fileprivate var badRows: BadRows { reduce(into: BadRows()) { $0.append($1.badRows) } }

  /// The lines of all rows.
  fileprivate var lines: LineMap {
    var firstRow = 0
    return reduce(into: LineMap()) { lines, outcome in
      lines.append(outcome.lines, from: firstRow)
      firstRow += outcome.rows
    }
  }
}
