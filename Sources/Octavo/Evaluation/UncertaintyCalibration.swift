import BookData
import Training

/// Whether ratings lie as far from predictions as the model says.
package struct UncertaintyCalibration: Sendable, Encodable {
  /// Ratings that have something in common, beside what the model said of them.
  package struct Group: Sendable, Encodable {
    /// What they have in common.
    package var name: String
    /// How many they are.
    package var count: Int
    /// The root mean square of the standard deviations.
    package var deviation: Double
    /// The root mean square of the errors: the same, where the model is right.
    package var rmse: Double
    /// The mean of (rating − prediction) / standard deviation: 0 where the model is right.
    package var meanStandardized: Double
    /// The root mean square of the same: 1 where the model is right.
    package var standardizedDeviation: Double
    /// Of the intervals that should hold 50, 80, 90 and 95 % of the ratings, the share that do.
    package var coverage: [Double]

    enum CodingKeys: String, CodingKey {
      case name, count, deviation, rmse, coverage
      case meanStandardized = "mean_standardized"
      case standardizedDeviation = "standardized_deviation"
    }
  }

  /// The shares of ratings that intervals should hold.
  package static let levels = [0.5, 0.8, 0.9, 0.95]
  /// How many standard deviations to each side a normal distribution takes for ``levels``.
  fileprivate static let widths = [0.674490, 1.281552, 1.644854, 1.959964]

  /// The standard deviation of noise, in the unit of the ratings.
  package let noise: Double
  /// All ratings together.
  package let all: Group
  /// By the standard deviation, a fifth of the ratings each, from the surest on.
  package let byDeviation: [Group]
  /// By how many training ratings the reader has.
  package let byReaderRatings: [Group]
  /// By how many training ratings the book has.
  package let byBookRatings: [Group]

  enum CodingKeys: String, CodingKey {
    case noise, all
    case byDeviation = "by_deviation"
    case byReaderRatings = "by_reader_ratings"
    case byBookRatings = "by_book_ratings"
  }

  /// What came of `rows`, at least one, beside predictions and their standard deviations.
  package init(
    _ predictions: [Float], deviations: [Float], on rows: [Rating],
    counts: (readers: [Int], books: [Int]), noiseVariance: Float
  ) {
    precondition(
      predictions.count == rows.count && deviations.count == rows.count && !rows.isEmpty,
      "\(predictions.count) predictions and \(deviations.count) deviations of \(rows.count) rows")
    func group(_ name: String, _ members: [Int]) -> Group {
      Group(
        name,
        members.map {
          (Double(rows[$0].value) - Double(predictions[$0]), Double(deviations[$0]))
        })
    }
    let slices = RatingSlices(of: rows, counts: counts)
    noise = Double(noiseVariance.squareRoot())
    all = group("all", Array(rows.indices))
    byReaderRatings = slices.byReaderRatings.map { group($0.name, $0.members) }
    byBookRatings = slices.byBookRatings.map { group($0.name, $0.members) }
    let order = rows.indices.sorted { (deviations[$0], $0) < (deviations[$1], $1) }
    byDeviation = (0..<5).compactMap { fifth in
      let members = Array(order[fifth * order.count / 5..<(fifth + 1) * order.count / 5])
      return members.isEmpty ? nil : group("fifth \(fifth + 1)", members)
    }
  }
}

extension UncertaintyCalibration.Group {
  /// The figures of errors with their standard deviations, at least one.
  fileprivate init(_ name: String, _ errors: [(error: Double, deviation: Double)]) {
    let count = Double(errors.count)
    func mean(_ figure: ((error: Double, deviation: Double)) -> Double) -> Double {
      errors.reduce(0) { $0 + figure($1) } / count
    }
    self.name = name
    self.count = errors.count
    deviation = mean { $0.deviation * $0.deviation }.squareRoot()
    rmse = mean { $0.error * $0.error }.squareRoot()
    meanStandardized = mean { $0.error / $0.deviation }
    standardizedDeviation = mean { $0.error * $0.error / ($0.deviation * $0.deviation) }
      .squareRoot()
    coverage = UncertaintyCalibration.widths.map { width in
      mean { abs($0.error) <= width * $0.deviation ? 1 : 0 }
    }
  }
}
