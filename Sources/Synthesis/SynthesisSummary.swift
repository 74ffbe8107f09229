import Foundation

/// What was written: sizes, and how well the ratings can be predicted at best.
///
/// This is the content of `synthesis.json`.
public struct SynthesisSummary: Sendable, Codable, Equatable {
  /// The version of `synthesis.json` and of the recipe behind it.
  ///
  /// Currently 1.
  public var formatVersion = 1
  /// `sample-shelf` or `large`.
  public var kind: String
  /// The seed the data were made from.
  public var seed: UInt64
  /// Readers, all of whom have rated.
  public var readers: Int
  /// Books in `books.csv`.
  public var books: Int
  /// Rows in `ratings.csv`.
  public var ratings: Int
  /// The mean of the written ratings, 1 to 5.
  public var meanRating: Double
  /// The mean squared error of a model that knows all but the noise.
  ///
  /// It is the mean variance of the written ratings given the planted parameters. No model does better, but for luck.
  public var bestAttainableMSE: Double
  /// The square root of ``bestAttainableMSE``.
  public var bestAttainableRMSE: Double
  /// The squared error that such a model has on exactly these rows: ``bestAttainableMSE`` with the
  /// luck of this draw.
  public var realizedMSE: Double

  enum CodingKeys: String, CodingKey {
    case formatVersion = "format_version"
    case kind, seed, readers, books, ratings
    case meanRating = "mean_rating"
    case bestAttainableMSE = "best_attainable_mse"
    case bestAttainableRMSE = "best_attainable_rmse"
    case realizedMSE = "realized_mse"
  }
}

extension SynthesisSummary {
  init(kind: String, seed: UInt64, readers: Int, tally: RatingTally) {
    let count = Double(tally.count)
    let best = tally.variance / count
    self.init(
      kind: kind, seed: seed, readers: readers, books: tally.histograms.count, ratings: tally.count,
      meanRating: Double(tally.total) / count, bestAttainableMSE: best,
      bestAttainableRMSE: best.squareRoot(), realizedMSE: tally.squaredError / count)
  }

  /// One JSON object, keys in order, with a final newline.
  var json: [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    // Encoding fails only on infinities and NaN, and a summary of at least one rating has none.
    guard let data = try? encoder.encode(self) else {
      preconditionFailure("a summary with a figure that is not finite: \(self)")
    }
    return Array(data) + [UInt8(ascii: "\n")]
  }
}
