import Interactions
import Reports
import Training

/// The last look at a training: its errors, and those of guessing.
struct Testing {
  let model: TrainedModel
  let ratings: Ratings
  let parts: Split
  /// A file to test on instead of a part of the ratings.
  let tests: Ratings?
  let threads: Int

  /// The model's errors by the name of the part; empty parts are left out.
  func metrics() -> [String: ErrorMetrics] {
    let own = ["train": parts.train, "validation": parts.validation]
      .filter { !$0.value.isEmpty }
      .mapValues { range in
        ErrorMetrics.measured(
          model.network, clippedTo: model.range, on: ratings.rows, in: range, threads: threads)
      }
    guard let (rows, range) = testRows else { return own }
    let test = ErrorMetrics.measured(on: rows, in: range, threads: threads) { part in
      model.predictions(
        part.map { (rows[$0].reader, rows[$0].book) }, readers: ratings.readers.count,
        books: ratings.books.count)
    }
    return own.merging(["test": test]) { $1 }
  }

  /// The test errors of guessing the mean, and of reader + book averages, in this order.
  func baselines() -> [(name: String, metrics: ErrorMetrics)] {
    guard let (rows, range) = testRows else { return [] }
    let averages = AveragesBaseline(
      ratings.rows, in: parts.train, readers: ratings.readers.count, books: ratings.books.count)
    let clip = model.range
    return [
      (
        "guessing the mean",
        .measured(on: rows, in: range, threads: threads) {
          [Float](repeating: clip.clip(averages.mean), count: $0.count)
        }
      ),
      (
        "reader + book averages",
        .measured(on: rows, in: range, threads: threads) { part in
          part.map { clip.clip(averages.prediction(reader: rows[$0].reader, book: rows[$0].book)) }
        }
      ),
    ]
  }

  /// The rows to test on and how well training knows their readers and books.
  var testRatings: TestRatings? {
    testRows.map { rows, range in
      TestRatings(
        Array(rows[range]), training: ratings.rows[parts.train], readers: ratings.readers.count,
        books: ratings.books.count)
    }
  }

  /// The rows to test on, with the indices of the training's vocabularies.
  private var testRows: (rows: [Rating], range: Range<Int>)? {
    guard let tests else { return parts.test.isEmpty ? nil : (ratings.rows, parts.test) }
    let rows = tests.rows(readers: ratings.readers, books: ratings.books)
    return (rows, rows.indices)
  }
}
