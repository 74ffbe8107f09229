import ArgumentParser
import Octavo
import Support

/// Measures a model's error.
struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure a model's error on ratings.",
    discussion: """
      On the ratings that the model was trained from, its held-out test part counts. On any others all \
      of them do. Tables show where the errors lie: by true rating, by how many training ratings the \
      reader and the book have, and by prediction.
      """)

  @Option(help: "The model's folder.")
  var model: String

  @OptionGroup var data: DataOptions
  @OptionGroup var ranking: RankingOptions
  @OptionGroup var threads: ThreadOptions

  @Option(help: "How the result is printed.")
  var format = PlainFormat.text

  func run() throws {
    let recommender = try ModelFolder.read(model)
    let ratings = try data.ratings(threads: threads.count)
    let metrics = try measure(recommender, ratings)
    switch format {
    case .json:
      try StandardStream.writeOutput(try jsonLine(metrics) + "\n")
    case .text:
      try StandardStream.writeOutput(
        """
        \(metrics.part) of \(data.data): \(metrics.errors.count.grouped) ratings
        MSE \(fixed(metrics.errors.mse, 4))  RMSE \(fixed(metrics.errors.rmse, 4))  \
        MAE \(fixed(metrics.errors.mae, 4))

        \(ErrorTables.text(metrics.breakdown))\(metrics.lists.map { "\n" + $0.table } ?? "")
        """)
    }
  }

  private func measure(_ recommender: Model, _ ratings: Ratings) throws -> Result {
    var ratings = ratings
    let manifest = recommender.manifest
    let isSameData = Fingerprint(ratings, threads: threads.count) == manifest.data
    let parts = isSameData ? manifest.split.divide(&ratings) : nil
    let test = parts.flatMap { $0.test.isEmpty ? nil : $0.test }
    let range = test ?? ratings.rows.indices
    let rows = ratings.rows(readers: recommender.readers, books: recommender.books)
    if parts == nil { tellOfKnown(rows, recommender) }
    let predictions = recommender.predictions(
      rows[range].map { ($0.reader, $0.book) }, threads: threads.count)
    try ModelError.checkFinite(predictions)
    return Result(
      part: test == nil ? "all ratings" : "test part",
      errors: .measured(on: rows, in: range, threads: threads.count) { part in
        Array(predictions[part.lowerBound - range.lowerBound..<part.upperBound - range.lowerBound])
      },
      breakdown: ErrorBreakdown(
        of: predictions, on: rows[range], range: manifest.ratingRange,
        counts: counts(recommender, parts.map { rows[$0.train] })),
      lists: ranking.ranking
        ? try ranking.measure(
          recommender, tests: rows[range],
          unknownReaders: (0..<UInt32(ratings.readers.count)).count {
            recommender.readers.index(of: ratings.readers.text(at: $0)) == nil
          }, threads: threads.count) : nil)
  }

  /// Says how many ratings the model has met: their errors tell little about new ones.
  private func tellOfKnown(_ rows: [Rating], _ recommender: Model) {
    let known = rows.count { recommender.rated.contains(reader: $0.reader, book: $0.book) }
    guard known > 0 else { return }
    printError(
      "octavo: \(known.grouped) of \(rows.count.grouped) ratings are of books that the model knows its "
        + "readers to have rated; their errors are lower than those of new ratings")
  }

  /// How many training ratings each reader and book has: of the data that the model comes from precisely,
  /// elsewhere as its folder knows them, held-out ones included.
  private func counts(
    _ recommender: Model, _ training: ArraySlice<Rating>?
  ) -> (readers: [Int], books: [Int]) {
    let rated = recommender.rated
    if let training {
      return training.counts(readers: recommender.readers.count, books: recommender.books.count)
    }
    var books = [Int](repeating: 0, count: recommender.books.count)
    for book in rated.books { books[Int(book)] += 1 }
    return ((0..<UInt32(recommender.readers.count)).map { rated[$0].count }, books)
  }

  private struct Result: Encodable {
    var part: String
    var errors: ErrorMetrics
    var breakdown: ErrorBreakdown
    var lists: RankingReport?

    enum CodingKeys: String, CodingKey {
      case part, calibration
      case lists = "ranking"
      case byRating = "by_rating"
      case byReaderRatings = "by_reader_ratings"
      case byBookRatings = "by_book_ratings"
    }

    func encode(to encoder: any Encoder) throws {
      try errors.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(part, forKey: .part)
      try container.encode(breakdown.byRating, forKey: .byRating)
      try container.encode(breakdown.byReaderRatings, forKey: .byReaderRatings)
      try container.encode(breakdown.byBookRatings, forKey: .byBookRatings)
      try container.encode(breakdown.calibration, forKey: .calibration)
      try container.encodeIfPresent(lists, forKey: .lists)
    }
  }
}
