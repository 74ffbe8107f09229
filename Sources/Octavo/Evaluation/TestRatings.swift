import BookData
import Training

/// The ratings that models are judged by, with what the training knew of their readers and books.
package struct TestRatings: Sendable {
  /// Where the ratings come from.
  package enum Part: String, Sendable, Encodable {
    /// The part of the data that was held out.
    case heldOut = "test part"
    /// A file that was given to test on.
    case file = "test file"
    /// All ratings of data that the model was not trained on.
    case all = "all ratings"
  }

  /// Where the ratings come from.
  package let part: Part
  /// The ratings, with the vocabularies of the data that they come from.
  package let ratings: Ratings
  /// How many training and given ratings each reader and each book of ``ratings`` has.
  package let counts: (readers: [Int], books: [Int])

  /// The ratings of a folder that all of `models` can be judged by.
  ///
  /// Of data that a model was trained on its test part counts; of several such models what all of them held
  /// out. Of other data all ratings count. How well readers and books are known is told of the first model.
  ///
  /// - Throws: ``NothingToTestError``.
  package init(of dataset: consuming Dataset, for models: [Model], threads: Int) throws {
    let (ratings, tests) = (dataset.ratings, dataset.tests)
    let data = Fingerprint(ratings, threads: threads)
    var common: [Rating]?
    var counts: (readers: [Int], books: [Int])?
    for model in models {
      var divided = ratings
      let parts = model.manifest.data == data ? model.manifest.split.divide(&divided) : nil
      if counts == nil {
        counts = parts.map { Self.counts($0.told(of: divided.rows), of: divided) }
      }
      guard let parts, tests == nil, !parts.test.isEmpty else { continue }
      let held = divided.rows[parts.test]
      guard let earlier = common else {
        common = Array(held)
        continue
      }
      let pairs = Set(held.map(\.pair))
      common = earlier.filter { pairs.contains($0.pair) }
    }
    let judged: Ratings
    if let tests, counts != nil {
      (part, judged) = (.file, tests)
    } else if let common {
      part = .heldOut
      judged = Ratings(rows: common, readers: ratings.readers, books: ratings.books)
    } else {
      (part, judged) = (.all, ratings)
    }
    guard !judged.rows.isEmpty else { throw NothingToTestError(models: models.count) }
    self.ratings = judged
    self.counts =
      counts.map { Self.translated($0, from: ratings, to: judged) }
      ?? models.first.map { Self.counts(of: $0, for: judged) } ?? ([], [])
  }

  /// The ratings that a training holds out; nil without any.
  package init?(_ data: DividedDataset) {
    let known = Self.counts(data.parts.told(of: data.ratings.rows), of: data.ratings)
    if let tests = data.tests {
      (part, ratings) = (.file, tests)
    } else {
      part = .heldOut
      ratings = Ratings(
        rows: Array(data.ratings.rows[data.parts.test]), readers: data.ratings.readers,
        books: data.ratings.books)
    }
    guard !ratings.rows.isEmpty else { return nil }
    counts = Self.translated(known, from: data.ratings, to: ratings)
  }

  /// The rows with the indices of a model's vocabularies; an id that those lack gets their count as its index.
  package func rows(of model: Model) -> [Rating] {
    ratings.rows(readers: model.readers, books: model.books)
  }

  private static func counts(
    _ training: ArraySlice<Rating>, of ratings: Ratings
  ) -> (readers: [Int], books: [Int]) {
    training.counts(readers: ratings.readers.count, books: ratings.books.count)
  }

  /// How many ratings of each reader and book a model knows, held-out ones included.
  private static func counts(
    of model: Model, for ratings: Ratings
  ) -> (readers: [Int], books: [Int]) {
    let rated = model.rated
    var books = [Int](repeating: 0, count: model.books.count)
    for book in rated.books { books[Int(book)] += 1 }
    let readers = (0..<UInt32(model.readers.count)).map { rated[$0].count }
    return (
      translated(readers, from: model.readers, to: ratings.readers),
      translated(books, from: model.books, to: ratings.books)
    )
  }

  private static func translated(
    _ counts: (readers: [Int], books: [Int]), from: Ratings, to: Ratings
  ) -> (readers: [Int], books: [Int]) {
    (
      translated(counts.readers, from: from.readers, to: to.readers),
      translated(counts.books, from: from.books, to: to.books)
    )
  }

  /// What was counted of the ids of one vocabulary, by the indices of another.
  private static func translated(_ counts: [Int], from: Vocabulary, to: Vocabulary) -> [Int] {
    (0..<UInt32(to.count)).map { index in
      from.index(of: to.text(at: index)).map { counts[Int($0)] } ?? 0
    }
  }
}

extension Rating {
  /// Reader and book as one number.
  fileprivate var pair: UInt64 { UInt64(reader) << 32 | UInt64(book) }
}

/// Models share no rating that all of them held out.
package struct NothingToTestError: Error, Equatable, CustomStringConvertible {
  /// How many models were to be judged.
  package let models: Int

  /// One sentence.
  package var description: String {
    models > 1
      ? "the \(models) models held out no rating in common, expected models of the same data with the same "
        + "--seed and --split"
      : "there is no rating to test on, expected one or more"
  }
}
