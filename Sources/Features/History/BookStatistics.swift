import Foundation

/// What the ratings of each book say in plain numbers, any one of which can be left out.
///
/// A rating counts by how far it lies from the mean of its reader's ratings, which no other reader's rating
/// moves: so a rating that is left out is out altogether.
public struct BookStatistics: Sendable, Equatable {
  /// How many ratings each book has.
  public let counts: [Float]
  /// The sum of each book's deviations from its readers' means.
  public let sums: [Float]
  /// The sum of their squares.
  public let squares: [Float]
  /// How many ratings of each book are high.
  public let high: [Float]
  /// How many ratings of each book are low.
  public let low: [Float]

  /// Statistics of these parts.
  public init(counts: [Float], sums: [Float], squares: [Float], high: [Float], low: [Float]) {
    precondition(
      [sums, squares, high, low].allSatisfy { $0.count == counts.count }, "unequal counts")
    (self.counts, self.sums, self.squares) = (counts, sums, squares)
    (self.high, self.low) = (high, low)
  }

  init(books: Int, _ histories: Histories, scale: RatingLevels) {
    var sums = [Double](repeating: 0, count: books)
    var squares = sums
    var counts = [Float](repeating: 0, count: books)
    var (high, low) = (counts, counts)
    for reader in 0..<histories.count {
      let history = histories[reader]
      for (book, deviation) in zip(history.books, scale.deviations(history.values)) {
        sums[Int(book)] += Double(deviation)
        squares[Int(book)] += Double(deviation) * Double(deviation)
        counts[Int(book)] += 1
      }
      for (book, value) in zip(history.books, history.values) {
        high[Int(book)] += scale.isHigh(value)
        low[Int(book)] += scale.isLow(value)
      }
    }
    self.init(
      counts: counts, sums: sums.map(Float.init), squares: squares.map(Float.init), high: high,
      low: low)
  }
}

/// Where ratings count as high or low: a standard deviation above the mean, one and a half below.
public struct RatingLevels: Sendable, Codable, Equatable {
  /// The mean of all ratings.
  public var mean: Float
  /// The standard deviation of all ratings.
  public var deviation: Float
  /// The share of high ratings.
  public var highShare: Float
  /// The share of low ratings.
  public var lowShare: Float

  /// How many ratings at the mean of all a reader has beside their own.
  private static let pseudoRatings: Float = 2

  init(_ values: [Float]) {
    let count = Double(max(1, values.count))
    let (center, spread) = values.meanAndDeviation
    (mean, deviation) = (Float(center), Float(spread))
    (highShare, lowShare) = (0, 0)
    highShare = Float(values.reduce(0.0) { $0 + Double(isHigh($1)) } / count)
    lowShare = Float(values.reduce(0.0) { $0 + Double(isLow($1)) } / count)
  }

  /// How far each of one reader's ratings lies from their mean, shrunk towards the mean of all.
  func deviations(_ values: [Float]) -> [Float] {
    let level =
      values.reduce(0) { $0 + $1 - mean } / (Float(values.count) + Self.pseudoRatings)
    return values.map { $0 - mean - level }
  }

  /// 1 for a high rating, else 0.
  func isHigh(_ value: Float) -> Float { value >= mean + deviation ? 1 : 0 }

  /// 1 for a low rating, else 0.
  func isLow(_ value: Float) -> Float { value <= mean - 1.5 * deviation ? 1 : 0 }
}
