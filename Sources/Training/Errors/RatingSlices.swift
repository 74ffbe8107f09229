import BookData

/// Ratings that have something in common.
package struct RatingSlice: Sendable, Equatable {
  /// What ratings are grouped by.
  package enum Kind: String, Sendable, CaseIterable, Codable {
    /// The true rating.
    case rating
    /// How many training ratings the reader has.
    case reader
    /// How many training ratings the book has.
    case book
    /// The prediction.
    case prediction
  }

  /// What the ratings are grouped by.
  package var kind: Kind
  /// The least value that belongs to the slice.
  package var from: Double
  /// The greatest value that belongs to the slice, of single values; of intervals their end; nil without end.
  package var to: Double?
  /// The places of its ratings, rising.
  package var members: [Int]
}

/// The slices of ratings that a mean hides: by true rating, by how well reader and book are known.
package struct RatingSlices: Sendable {
  /// By the true rating: each value, or ten intervals where there are more than twenty values.
  package let byRating: [RatingSlice]
  /// By how many ratings of the reader the model was trained with, from cold to warm.
  package let byReaderRatings: [RatingSlice]
  /// By how many ratings of the book the model was trained with, from cold to warm.
  package let byBookRatings: [RatingSlice]

  /// Where each group of counts of training ratings begins, from cold to warm.
  package static let countLimits: [Double] = [0, 1, 5, 10, 20, 50, 100, 200, 500, 1000]
  private static let intervals = 10
  private static let mostValues = 20

  /// The slices of `rows`; those without ratings are left out.
  ///
  /// - Parameter counts: How often each reader and book occurs in training; an index beyond the end never does.
  package init(of rows: [Rating], counts: (readers: [Int], books: [Int])) {
    byRating = Self.slices(
      .rating, of: rows.map { Double($0.value) }, limits: Self.ratingLimits(rows), isExact: true)
    byReaderRatings = Self.slices(
      .reader, of: rows.map { Double(counts.readers.element(at: $0.reader)) },
      limits: Self.countLimits)
    byBookRatings = Self.slices(
      .book, of: rows.map { Double(counts.books.element(at: $0.book)) }, limits: Self.countLimits)
  }

  /// Slices of equal width by the prediction; those without ratings are left out.
  package static func byPrediction(_ predictions: [Float], range: RatingRange) -> [RatingSlice] {
    let (lowest, highest) = (Double(range.lowest), Double(range.highest))
    return slices(
      .prediction, of: predictions.map(Double.init),
      limits: intervals(from: lowest, to: highest), end: highest)
  }

  private static func ratingLimits(_ rows: [Rating]) -> [Double] {
    let values = Set(rows.map(\.value)).sorted().map(Double.init)
    guard values.count > mostValues, let first = values.first, let last = values.last else {
      return values
    }
    return intervals(from: first, to: last)
  }

  private static func intervals(from lowest: Double, to highest: Double) -> [Double] {
    guard highest > lowest else { return [lowest] }
    return (0..<intervals).map { lowest + (highest - lowest) * Double($0) / Double(intervals) }
  }

  /// Slices that begin at `limits`; a value belongs to the last one that does not begin above it.
  private static func slices(
    _ kind: RatingSlice.Kind, of values: [Double], limits: [Double], isExact: Bool = false,
    end: Double? = nil
  ) -> [RatingSlice] {
    var members = [[Int]](repeating: [], count: limits.count)
    for (place, value) in values.enumerated() {
      members[limits.lastIndex { $0 <= value } ?? 0].append(place)
    }
    return limits.indices.filter { !members[$0].isEmpty }.map { index in
      let isValue =
        isExact && limits.count <= mostValues
        && members[index].allSatisfy { values[$0] == limits[index] }
      let next = index + 1 < limits.count ? limits[index + 1] : end
      return RatingSlice(
        kind: kind, from: limits[index], to: isValue ? limits[index] : next,
        members: members[index])
    }
  }
}

extension [Int] {
  fileprivate func element(at index: UInt32) -> Int { index < count ? self[Int(index)] : 0 }
}
