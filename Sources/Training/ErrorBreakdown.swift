import BookData

/// The error on the ratings of one group.
package struct ErrorGroup: Sendable, Encodable, Equatable {
  /// The least value that belongs to the group.
  package var from: Double
  /// The greatest value that belongs to the group, of whole numbers and single values; of intervals their
  /// end; nil without end.
  package var to: Double?
  /// How far predictions are from ratings.
  package var errors: ErrorMetrics
  /// The mean prediction.
  package var predicted: Double
  /// The mean rating.
  package var actual: Double
}

extension ErrorGroup {
  private enum CodingKeys: String, CodingKey {
    case from, to, predicted, actual
  }

  /// All of it in one flat object.
  package func encode(to encoder: any Encoder) throws {
    try errors.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(from, forKey: .from)
    try container.encodeIfPresent(to, forKey: .to)
    try container.encode(predicted, forKey: .predicted)
    try container.encode(actual, forKey: .actual)
  }
}

/// Where the errors of a model lie.
package struct ErrorBreakdown: Sendable, Equatable {
  /// By the true rating: each value, or ten intervals where there are more than twenty values.
  package let byRating: [ErrorGroup]
  /// By how many ratings of the reader the model was trained with, from cold to warm.
  package let byReaderRatings: [ErrorGroup]
  /// By how many ratings of the book the model was trained with, from cold to warm.
  package let byBookRatings: [ErrorGroup]
  /// By the prediction, in ten intervals of the range of ratings: a calibrated model has equal means in
  /// each.
  package let calibration: [ErrorGroup]

  /// Where each group of counts of training ratings begins, from cold to warm.
  package static let countLimits: [Double] = [0, 1, 5, 10, 20, 50, 100, 200, 500, 1000]
  private static let intervals = 10
  private static let mostValues = 20

  /// The errors of `predictions` of `rows`; groups without ratings are left out.
  ///
  /// - Parameters:
  ///   - predictions: One for each row.
  ///   - rows: Ratings.
  ///   - range: The range of the training ratings.
  ///   - counts: How often each reader and book occurs in training; an index beyond the end occurs never.
  package init(
    of predictions: [Float], on rows: ArraySlice<Rating>, range: RatingRange,
    counts: (readers: [Int], books: [Int])
  ) {
    precondition(
      predictions.count == rows.count, "\(predictions.count) predictions of \(rows.count) rows")
    let pairs = zip(predictions, rows).map { Pair(prediction: Double($0), row: $1) }
    byRating = Self.groups(of: pairs, limits: Self.ratingLimits(rows), isExact: true) {
      $0.actual
    }
    byReaderRatings = Self.groups(of: pairs, limits: Self.countLimits, isExact: false) {
      Double(counts.readers.element(at: $0.row.reader))
    }
    byBookRatings = Self.groups(of: pairs, limits: Self.countLimits, isExact: false) {
      Double(counts.books.element(at: $0.row.book))
    }
    calibration = Self.groups(
      of: pairs, limits: Self.intervals(from: Double(range.lowest), to: Double(range.highest)),
      isExact: false, end: Double(range.highest)
    ) { $0.prediction }
  }

  private struct Pair {
    var prediction: Double
    var row: Rating
    var actual: Double { Double(row.value) }
  }

  private static func ratingLimits(_ rows: ArraySlice<Rating>) -> [Double] {
    let values = Set(rows.map(\.value)).sorted().map(Double.init)
    guard values.count > mostValues, let first = values.first, let last = values.last else {
      return values
    }
    return intervals(from: first, to: last)
  }

  private static func intervals(from lowest: Double, to highest: Double) -> [Double] {
    guard highest > lowest else { return [lowest] }
    return (0..<intervals).map {
      lowest + (highest - lowest) * Double($0) / Double(intervals)
    }
  }

  /// Groups that begin at `limits`; a value belongs to the last group that does not begin above it.
  private static func groups(
    of pairs: [Pair], limits: [Double], isExact: Bool, end: Double? = nil,
    by value: (Pair) -> Double
  ) -> [ErrorGroup] {
    var members = [[Pair]](repeating: [], count: limits.count)
    for pair in pairs {
      let place = limits.lastIndex { $0 <= value(pair) } ?? 0
      members[place].append(pair)
    }
    return limits.indices.filter { !members[$0].isEmpty }.map { place in
      let isValue =
        isExact && limits.count <= mostValues
        && members[place].allSatisfy {
          value($0) == limits[place]
        }
      let next = place + 1 < limits.count ? limits[place + 1] : end
      return group(members[place], from: limits[place], to: isValue ? limits[place] : next)
    }
  }

  private static func group(_ pairs: [Pair], from: Double, to: Double?) -> ErrorGroup {
    let errors = pairs.map { $0.prediction - $0.actual }
    let count = Double(pairs.count)
    return ErrorGroup(
      from: from, to: to,
      errors: ErrorMetrics(
        squared: errors.reduce(0) { $0 + $1 * $1 }, absolute: errors.reduce(0) { $0 + abs($1) },
        count: pairs.count),
      predicted: pairs.reduce(0) { $0 + $1.prediction } / count,
      actual: pairs.reduce(0) { $0 + $1.actual } / count)
  }
}

extension [Int] {
  fileprivate func element(at index: UInt32) -> Int { index < count ? self[Int(index)] : 0 }
}
