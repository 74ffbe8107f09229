import Catalog
import Interactions
import Serving
import Training

/// What a training learns from and is judged by.
struct TrainingMaterial {
  /// A short proof of which ratings were read.
  let data: Fingerprint
  /// The ratings, divided; their vocabulary has every listed book, rated or not.
  let ratings: Ratings
  /// The parts of ``ratings``.
  let parts: Split
  /// A file to test on instead of a part of the ratings.
  let tests: Ratings?
  /// A short proof of which files about books were read: their checksums by name.
  let sideFiles: [String: String]
  /// What is known of the books.
  let catalog: Catalog
  /// What each reader has rated, held-out parts included.
  let rated: RatedBooks

  /// Reads and divides the data; says what was noticed on the way.
  init(_ data: DataOptions, split: SplitConfiguration, testFile: String?, threads: Int) throws {
    var ratings = try data.ratings(threads: threads)
    self.data = Fingerprint(ratings, threads: threads)
    tests = try testFile.map {
      try data.form.ratings($0, skipBadRows: data.skipBadRows, threads: threads)
    }
    var files = CatalogFolder(folder: data.data)
    sideFiles = files.checksums
    ratings.add(books: files.listed.map(\.id))
    catalog = files.catalog(readers: ratings.readers, books: ratings.books, threads: threads)
    for note in files.notes { printError("octavo: \(note)") }
    rated = RatedBooks(ratings)
    parts = split.divide(&ratings)
    self.ratings = ratings
    guard !parts.train.isEmpty else {
      throw UsageError(
        description: "\(ratings.rows.count) ratings leave none to learn from; expected smaller "
          + "--test-fraction and --validation-fraction, or more data")
    }
  }

  /// The ratings that a model may know: all but the test part.
  var known: ArraySlice<Rating> { ratings.rows[..<parts.test.lowerBound] }
}
