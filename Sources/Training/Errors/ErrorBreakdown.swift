import BookData

/// Where the errors of a model lie: what terminal, JSON and pages show of it.
package struct ErrorBreakdown: Sendable, Equatable {
  /// All ratings together.
  package let all: ErrorGroup
  /// The mean absolute error's bounds.
  package let mae: PairedBootstrap.Estimate
  /// By the true rating: each value, or ten intervals where there are more than twenty values.
  package let byRating: [ErrorGroup]
  /// By how many ratings of the reader the model was trained with, from cold to warm.
  package let byReaderRatings: [ErrorGroup]
  /// By how many ratings of the book the model was trained with, from cold to warm.
  package let byBookRatings: [ErrorGroup]
  /// By the prediction, in ten intervals of the range of ratings: a calibrated model has equal means in
  /// each.
  package let calibration: [ErrorGroup]
  /// How predictions are spread.
  package let spread: PredictionSpread
  /// The range of the training ratings, which predictions are clipped to.
  package let range: RatingRange

  /// The errors of `predictions` of `rows`, at least one; groups without ratings are left out.
  ///
  /// - Parameters:
  ///   - predictions: One for each row, each a finite number.
  ///   - rows: Ratings.
  ///   - range: The range of the training ratings.
  ///   - counts: How often each reader and book occurs in training; an index beyond the end occurs never.
  ///   - threads: How many threads work; the result does not depend on it.
  package init(
    of predictions: [Float], on rows: [Rating], range: RatingRange,
    counts: (readers: [Int], books: [Int]), threads: Int
  ) {
    precondition(
      predictions.count == rows.count && !rows.isEmpty,
      "\(predictions.count) predictions of \(rows.count) rows")
    func groups(_ slices: [RatingSlice]) -> [ErrorGroup] {
      slices.map {
        ErrorGroup($0, $0.members, predictions: predictions, rows: rows, threads: threads)
      }
    }
    let slices = RatingSlices(of: rows, counts: counts)
    all = ErrorGroup(
      nil, Array(rows.indices), predictions: predictions, rows: rows, threads: threads)
    byRating = groups(slices.byRating)
    byReaderRatings = groups(slices.byReaderRatings)
    byBookRatings = groups(slices.byBookRatings)
    calibration = groups(RatingSlices.byPrediction(predictions, range: range))
    spread = PredictionSpread(predictions, rows, kinds: slices.byRating, range: range)
    self.range = range
    let absolute = zip(predictions, rows).map { prediction, row in
      (
        row.reader,
        PairedBootstrap.Cluster(
          count: 1, candidate: abs(Double(prediction) - Double(row.value)), reference: 0)
      )
    }
    mae = PairedBootstrap.shown.mean([PairedBootstrap.Cluster](absolute), threads: threads)
  }
}

/// How predictions and errors are spread over twenty ranges between the lowest and the highest rating.
package struct PredictionSpread: Sendable, Equatable {
  /// Errors in a range: prediction minus rating.
  package struct Residuals: Sendable, Equatable {
    /// The lowest error of the range.
    package var from: Double
    /// The lowest error above it.
    package var to: Double
    /// How many ratings have an error in it.
    package var count: Int
  }

  /// The errors in ranges of a twentieth of what is possible.
  package let residuals: [Residuals]
  /// Of each slice by true rating (outer), the share of predictions in each of the twenty ranges.
  package let shares: [[Double]]

  private static let ranges = 20

  init(_ predictions: [Float], _ rows: [Rating], kinds: [RatingSlice], range: RatingRange) {
    let (low, high) = (Double(range.lowest), Double(range.highest))
    let width = max(high - low, 1e-6) / Double(Self.ranges)
    var errors = [Int](repeating: 0, count: 2 * Self.ranges)
    for (prediction, row) in zip(predictions, rows) {
      let place = ((Double(prediction) - Double(row.value)) / width).rounded(.down)
      errors[Int(min(max(place + Double(Self.ranges), 0), Double(errors.count - 1)))] += 1
    }
    residuals = errors.enumerated().map { place, count in
      let from = Double(place - Self.ranges) * width
      return Residuals(from: from, to: from + width, count: count)
    }
    shares = kinds.map { kind in
      var counts = [Int](repeating: 0, count: Self.ranges)
      for member in kind.members {
        let place = (Double(predictions[member]) - low) / width
        counts[Int(min(max(place, 0), Double(Self.ranges - 1)))] += 1
      }
      return counts.map { Double($0) / Double(kind.members.count) }
    }
  }
}
