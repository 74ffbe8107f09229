public import BookData
import Parallelism
import Support
import Training

/// A folder of data or a database, read: ratings, and the catalogue beside them.
///
/// The folder has goodbooks-10k's form, `ratings.csv`, and where there are such files `books.csv`,
/// `tags.csv`, `book_tags.csv` and `to_read.csv`, each plain or compressed; or it has a `data.yaml` that says what its
/// files are called and what their columns hold. A database has tables of the same names, without `.csv`.
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
  ///   - folder: The folder's path, or a database: `postgresql://host/name`, `service=NAME`, `sqlite:FILE`.
  ///   - tests: A file of ratings to test on, written as the folder's. The default is nil: a part of the
  ///     ratings is held out.
  ///   - format: Names of columns, and what separates fields. The default is what the folder's `data.yaml` says of
  ///     them, else that of goodbooks-10k.
  ///   - skipBadRows: Whether bad rows are counted and passed over. The default is false: the first one is
  ///     an error.
  ///   - threads: How many threads read. The default is all processors.
  /// - Throws: `DataError`, which names the file, the line, what was found and what was expected;
  ///   `ConfigurationError` for a number of threads that makes no sense; `DatabaseError`.
  public init(
    folder: String, tests: String? = nil, format: RatingsFormat? = nil,
    skipBadRows: Bool = false, threads: Int = Parallel.processorCount
  ) throws {
    try self.init(
      folder: folder, ratings: [], tests: tests, format: format, skipBadRows: skipBadRows,
      threads: threads)
  }

  /// As ``init(folder:tests:format:skipBadRows:threads:)``, with what `words` name in place of the folder's
  /// ratings, if there are any: `TableSource.named` says what that is.
  package init(
    folder path: String, tables names: DatabaseTables = DatabaseTables(),
    description: String? = nil, ratings words: [String] = [], tests: String?,
    format: RatingsFormat?, skipBadRows: Bool, threads: Int
  ) throws {
    try ThreadCount(wished: threads).checkOptions()
    let folder = try DataFolder(
      path, tables: names, description: description, ratings: Self.named(words),
      format: format, skipBadRows: skipBadRows)
    let (read, place) = try folder.reading {
      let tables = try folder.ratingsTables
      return (try folder.ratings(tables, threads: threads), tables.words)
    }
    (self.folder, ratings) = (folder, read)
    var notes = folder.notes + folder.notes(on: ratings, at: place)
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

  private static func named(_ words: [String]) throws(DataError) -> [TableSource] {
    do {
      return try TableSource.named(words)
    } catch {
      throw .file(error)
    }
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
    defer { folder.close() }
    do {
      // In no closure, which would hold the ratings a second time.
      return try DividedDataset(
        folder, ratings: taken, split: split, tests: tests, threads: threads)
    } catch {
      throw folder.cause(of: error)
    }
  }

}

extension [TableSource] {
  /// What messages call all of them.
  fileprivate var words: String {
    count == 1 ? self[0].name : "\(self[0].name) and \(count - 1) more"
  }
}

extension DataFolder {
  /// The tables of ratings.
  ///
  /// - Throws: `DataError.file` where there is none.
  fileprivate var ratingsTables: [TableSource] {
    get throws(DataError) {
      do {
        return try tables.ratings()
      } catch {
        throw .file(error)
      }
    }
  }

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
