import ArgumentParser
import Interactions
import Reports
import Serving
import Training

/// Measures a model's error.
struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure a model's error on ratings.",
    discussion: """
      On the ratings that the model was trained from, its held-out test part counts. On any others all \
      of them do.
      """)

  @Option(help: "The model's folder.")
  var model: String

  @OptionGroup var data: DataOptions
  @OptionGroup var threads: ThreadOptions

  @Option(help: "How the result is printed.")
  var format = PlainFormat.text

  func run() throws {
    let recommender = try ModelFolder.read(model)
    let ratings = try data.ratings(threads: threads.count)
    let metrics = measure(recommender, ratings)
    switch format {
    case .json:
      try writeToStandardOutput(try jsonLine(metrics) + "\n")
    case .text:
      try writeToStandardOutput(
        """
        \(metrics.part) of \(data.data): \(metrics.errors.count.grouped) ratings
        MSE \(fixed(metrics.errors.mse, 4))  RMSE \(fixed(metrics.errors.rmse, 4))  \
        MAE \(fixed(metrics.errors.mae, 4))

        """)
    }
  }

  private func measure(_ recommender: Recommender, _ ratings: Ratings) -> Result {
    var ratings = ratings
    let manifest = recommender.manifest
    let isSameData = Fingerprint(ratings, threads: threads.count) == manifest.data
    let parts = isSameData ? manifest.split.divide(&ratings) : nil
    let range = parts.map(\.test).flatMap { $0.isEmpty ? nil : $0 } ?? ratings.rows.indices
    let rows = ratings.rows(readers: recommender.readers, books: recommender.books)
    let errors = ErrorMetrics.measured(on: rows, in: range, threads: threads.count) { part in
      recommender.predictions(part.map { (rows[$0].reader, rows[$0].book) })
    }
    return Result(part: range == ratings.rows.indices ? "all ratings" : "test part", errors: errors)
  }

  private struct Result: Encodable {
    var part: String
    var errors: ErrorMetrics

    enum CodingKeys: String, CodingKey {
      case part, mse, rmse, mae, count
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(part, forKey: .part)
      try errors.encode(to: encoder)
    }
  }
}
