import DelimitedText
import Files
import Foundation
import Kernels

/// Reads a file of ratings: a header, then a row for each rating, oldest first.
///
/// Columns are found by name, in any order; others are ignored. An id column whose values are all integers
/// of 64 bits gives an integer vocabulary, any other a vocabulary of strings. Spaces around ids and ratings
/// do not count, blank lines neither. Of rows with the same reader and book the last is kept.
///
/// The result is the same for any number of threads.
public struct RatingsReader: Sendable {
  /// How the file is written.
  ///
  /// The default is that of goodbooks-10k.
  public var format = RatingsFormat()
  /// Whether bad rows are counted and passed over.
  ///
  /// The default is false: the first one is an error.
  public var skipBadRows = false
  /// How many threads read.
  ///
  /// The default is the number of processors.
  public var threads = Parallel.processorCount
  /// How many bytes a thread reads at a time.
  var chunkLength = 1 << 19
  /// A longer line goes to the general path, which holds one record at a time.
  private let longestChunk = 1 << 26

  /// A reader with these options.
  public init(
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
  /// - Throws: ``DataError``; of several bad rows the first in file order is reported.
  public func read(_ path: String) throws(DataError) -> Ratings {
    do {
      return try readFile(path)
    } catch {
      throw DataError(anyOf: error, path: path)
    }
  }

  private func readFile(_ path: String) throws -> Ratings {
    let file = try FileChunks(path: path, workers: threads)
    var records = try DelimitedReader(path: path, separator: format.separator)
    let parser = try header(&records)
    if let ratings = try readPlain(file, parser, from: records) { return ratings }
    var general = GeneralRatings(parser: parser, skipBadRows: skipBadRows)
    try general.readAll(&records)
    let (rows, readers, books) = try general.finish()
    return try finish(rows, readers, books, general.report, parser)
  }

  private func header(_ records: inout DelimitedReader) throws -> RowParser {
    let names = [format.user, format.book, format.rating]
    let header = try Header(expecting: names, from: &records)
    return try RowParser(header: header, format: format, path: records.path)
  }

  /// The ratings, or nil if the file needs the general path.
  private func readPlain(
    _ file: FileChunks, _ parser: RowParser, from records: DelimitedReader
  ) throws -> Ratings? {
    guard Set([parser.user, parser.book, parser.rating]).count == 3,
      let chunks = try file.cut(from: records.offset, line: records.line, length: chunkLength),
      chunks.allSatisfy({ $0.bytes.count < longestChunk })
    else { return nil }
    let plain = PlainRatings(parser: parser, skipBadRows: skipBadRows)
    var (rows, outcomes) = plain.read(file, chunks)
    if let error = outcomes.lazy.compactMap(\.fileError).first { throw error }
    if outcomes.contains(where: \.needsGeneralIds) { return nil }
    let firstBad = outcomes.lazy.compactMap(\.firstBad).first
    if let firstBad, !skipBadRows { throw firstBad }

    let (readers, books) = rows.makeDense(largest: outcomes.largest, threads: threads)
    var report = RatingsReport()
    report.skippedRows = outcomes.reduce(0) { $0 + $1.skippedRows }
    report.firstSkipped = firstBad
    return try finish(
      consume rows, Vocabulary(integers: readers.lazy.map(Int64.init)),
      Vocabulary(integers: books.lazy.map(Int64.init)), report, parser)
  }

  /// Checks that there are ratings and drops repeated ones.
  private func finish(
    _ rows: consuming [Rating], _ readers: Vocabulary, _ books: Vocabulary,
    _ report: consuming RatingsReport, _ parser: RowParser
  ) throws(DataError) -> Ratings {
    if rows.isEmpty {
      guard let first = report.firstSkipped else {
        throw .headerAlone(path: parser.path, line: parser.headerLine)
      }
      throw .noGoodRow(path: parser.path, skipped: report.skippedRows, first: "\(first)")
    }
    report.goodRows = rows.count
    report.duplicates = rows.removeDuplicates(
      readers: readers.count, books: books.count, threads: threads)
    return Ratings(rows: rows, readers: readers, books: books, report: report)
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
}
