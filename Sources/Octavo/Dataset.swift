public import BookData
import Parallelism
import Support
import Training

/// A folder of data, read: ratings, and the catalogue beside them.
///
/// The folder has goodbooks-10k's form: `ratings.csv`, and where there are such files `books.csv`,
/// `tags.csv`, `book_tags.csv` and `to_read.csv`, each plain or compressed.
public struct Dataset: Sendable {
  /// The ratings.
  public private(set) var ratings: Ratings
  /// Ratings to test on in place of a part of ``ratings``; nil for a part.
  public let tests: Ratings?
  /// What was noticed while the ratings were read, one sentence each.
  public let notes: [String]
  package let folder: DataFolder

  /// Reads the ratings in a folder.
  ///
  /// - Parameters:
  ///   - folder: The folder's path.
  ///   - tests: A file of ratings to test on, written as the folder's. The default is nil: a part of the
  ///     ratings is held out.
  ///   - format: Names of columns, and what separates fields. The default is that of goodbooks-10k.
  ///   - skipBadRows: Whether bad rows are counted and passed over. The default is false: the first one is
  ///     an error.
  ///   - threads: How many threads read. The default is all processors.
  /// - Throws: `DataError`, which names the file, the line, what was found and what was expected;
  ///   `ConfigurationError` for a number of threads that makes no sense.
  public init(
    folder: String, tests: String? = nil, format: RatingsFormat = RatingsFormat(),
    skipBadRows: Bool = false, threads: Int = Parallel.processorCount
  ) throws {
    try self.init(
      folder: folder, ratings: [], tests: tests, format: format, skipBadRows: skipBadRows,
      threads: threads)
  }

  /// As ``init(folder:tests:format:skipBadRows:threads:)``, with what `words` name in place of the folder's
  /// ratings, if there are any: `TableSource.named` says what that is.
  package init(
    folder: String, ratings words: [String], tests: String?, format: RatingsFormat,
    skipBadRows: Bool, threads: Int
  ) throws {
    try ThreadCount(wished: threads).checkOptions()
    var folder = DataFolder(folder, format: format, skipBadRows: skipBadRows)
    let tables: [TableSource]
    do throws(FileError) {
      folder.ratings = try TableSource.named(words)
      tables = try folder.tables.ratings()
    } catch {
      throw DataError.file(error)
    }
    self.folder = folder
    ratings = try folder.ratings(tables, threads: threads)
    var notes = folder.notes(on: ratings, at: tables.words)
    if let tests {
      let table = TableSource.named(tests)
      let read = try folder.ratings([table], threads: threads)
      notes += folder.notes(on: read, at: table.name)
      self.tests = read
    } else {
      self.tests = nil
    }
    self.notes = notes
  }

  /// The ratings divided, with the catalogue read for them.
  ///
  /// - Throws: ``NothingToLearnError``; `DataError.file` for a file that is there and cannot be read.
  package consuming func divided(
    by split: SplitConfiguration, threads: Int
  ) throws -> DividedDataset {
    // Taken out, since dividing what two hold would copy it.
    var taken = Ratings(
      rows: [], readers: Vocabulary(integers: 0..<0), books: Vocabulary(integers: 0..<0))
    swap(&taken, &ratings)
    return try DividedDataset(
      folder, ratings: taken, split: split, tests: tests, threads: threads)
  }

}

extension [TableSource] {
  /// What messages call all of them.
  fileprivate var words: String {
    count == 1 ? self[0].name : "\(self[0].name) and \(count - 1) more"
  }
}

extension DataFolder {
  /// What a reader of the file should know: repeated ratings, bad rows that were passed over, ids that some
  /// program took for numbers.
  package func notes(on ratings: Ratings, at path: String) -> [String] {
    let report = ratings.report
    var notes: [String] = []
    if report.duplicates > 0 {
      notes.append(
        "\(path): \(report.duplicates.grouped) ratings repeat a reader and book; "
          + "the last of each is kept")
    }
    if let first = report.firstSkipped {
      notes.append(
        "\(path): passed over \(report.skippedRows.grouped) bad rows; the first: \(first)")
    }
    return notes + ratings.readers.dressNotes("readers", at: path)
      + ratings.books.dressNotes("books", at: path)
  }
}
