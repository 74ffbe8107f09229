import BookData
import Lists
import Support
import Training

/// What a training learns from and is judged by.
package struct DividedDataset: Sendable {
  /// A short proof of which ratings were read.
  package let data: Fingerprint
  /// The ratings, divided; their vocabulary has every listed book, rated or not.
  package let ratings: Ratings
  /// The parts of ``ratings``.
  package let parts: Split
  /// A file to test on instead of a part of the ratings.
  package let tests: Ratings?
  /// How many of ``tests`` are of a reader and book that the training has a rating of; nil without such a file.
  package let testPairsInTraining: Int?
  /// A short proof of which files about books were read: their checksums by name.
  package let sideFiles: [String: String]
  /// What is known of the books.
  package let catalog: Catalog
  /// Titles and authors.
  package let titles: BookTitles
  /// What each reader has rated, held-out parts included.
  package let rated: RatedBooks
  /// What is missing or cannot be used beside the ratings, one sentence each.
  package let notes: [String]

  /// Reads the folder's other files and divides its ratings.
  ///
  /// - Parameters:
  ///   - folder: The folder of data.
  ///   - ratings: Its ratings.
  ///   - split: How they are divided.
  ///   - tests: Ratings to test on instead of a part of them. The default is nil.
  ///   - threads: How many threads work; the result does not depend on it.
  /// - Throws: ``NothingToLearnError``; `DataError.file` for a file that is there and cannot be read.
  package init(
    _ folder: DataFolder, ratings: consuming Ratings, split: SplitConfiguration,
    tests: Ratings? = nil, threads: Int
  ) throws {
    var divided = consume ratings
    data = Fingerprint(divided, threads: threads)
    self.tests = tests
    var files = try CatalogFolder(folder.tables, folder.description)
    sideFiles = try files.checksums()
    files.compare(with: divided)
    divided.add(books: files.listed.map(\.id))
    catalog = try files.catalog(readers: divided.readers, books: divided.books, threads: threads)
    var notes = files.notes
    titles = BookTitles(of: files.listed)
    let rated = RatedBooks(divided)
    self.rated = rated
    let parts = split.divide(&divided)
    self.parts = parts
    testPairsInTraining = tests.map { divided.pairs(of: $0, in: parts, rated) }
    if let count = testPairsInTraining, count > 0 {
      notes.append(Self.words(ofTestPairsInTraining: count, of: tests?.rows.count ?? 0))
    }
    self.notes = notes
    self.ratings = divided
    guard !parts.train.isEmpty else {
      throw NothingToLearnError(ratings: self.ratings.rows.count)
    }
  }

  /// The rows to test on, with the indices of the training's vocabularies; nil without any.
  package var testRows: ArraySlice<Rating>? {
    guard let tests else { return parts.test.isEmpty ? nil : ratings.rows[parts.test] }
    return tests.rows(readers: ratings.readers, books: ratings.books)[...]
  }

  /// What to think of test ratings that the training had, too.
  package static func words(ofTestPairsInTraining count: Int, of total: Int) -> String {
    "\(count.grouped) of \(total.grouped) test ratings are of a reader and book in the training data; "
      + "their errors are lower than those of new ratings"
  }

  /// The ratings that a model may know: all but the test part.
  package var known: ArraySlice<Rating> { ratings.rows[..<parts.test.lowerBound] }

  /// What lists are made from: the known ratings and the catalogue.
  ///
  /// Validation ratings take part, because the regression chooses nothing by them.
  ///
  /// - Parameters:
  ///   - range: The range of the training ratings.
  ///   - earlier: Item–item weights to keep where they can be, and for each book its row in them; nil for a new one.
  /// - Throws: `NotPositiveDefiniteError`.
  package func lists(
    range: RatingRange, keeping earlier: (regression: ItemRegression, rows: [Int?])? = nil,
    threads: Int
  ) throws -> ListMaterial {
    try ListMaterial(
      fitting: known, readers: ratings.readers.count, catalog: catalog,
      range: (range.lowest, range.highest), keeping: earlier, threads: threads)
  }
}

extension Ratings {
  /// How many of the ratings in `tests` are of a reader and book outside the test part of these.
  ///
  /// - Parameter rated: What each reader has rated, the test part included.
  fileprivate func pairs(of tests: Ratings, in parts: Split, _ rated: RatedBooks) -> Int {
    let known =
      parts.test.isEmpty
      ? rated : RatedBooks(rows[..<parts.test.lowerBound], readers: readers.count)
    return tests.rows(readers: readers, books: books).count {
      Int($0.reader) < readers.count && known.contains(reader: $0.reader, book: $0.book)
    }
  }
}

/// The parts to test and to validate leave no rating to learn from.
public struct NothingToLearnError: Error, Equatable, CustomStringConvertible {
  /// The number of ratings.
  package let ratings: Int

  /// One sentence.
  public var description: String {
    "\(ratings) ratings leave none to learn from; expected smaller parts to test and to validate, "
      + "or more data"
  }
}
