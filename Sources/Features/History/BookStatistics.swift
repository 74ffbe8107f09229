import Foundation

/// What the ratings of each book say beside their mean, any one of which can be left out.
public struct BookStatistics: Sendable, Equatable {
  /// The sum of each book's squared contributions.
  public let squares: [Float]
  /// How many ratings of each book are high.
  public let high: [Float]
  /// How many ratings of each book are low.
  public let low: [Float]

  /// Statistics of these parts.
  public init(squares: [Float], high: [Float], low: [Float]) {
    precondition(squares.count == high.count && high.count == low.count, "unequal counts")
    self.squares = squares
    self.high = high
    self.low = low
  }

  init(books: Int, _ histories: Histories, contributions: [Float], scale: RatingScale) {
    var squares = [Double](repeating: 0, count: books)
    var high = [Float](repeating: 0, count: books)
    var low = high
    for (place, book) in histories.books.enumerated() {
      squares[Int(book)] += Double(contributions[place]) * Double(contributions[place])
      high[Int(book)] += scale.isHigh(histories.values[place])
      low[Int(book)] += scale.isLow(histories.values[place])
    }
    self.init(squares: squares.map(Float.init), high: high, low: low)
  }
}

/// Where ratings count as high or low: a standard deviation above the mean, one and a half below.
public struct RatingScale: Sendable, Codable, Equatable {
  /// The mean of all ratings.
  public var mean: Float
  /// The standard deviation of all ratings.
  public var deviation: Float
  /// The mean square of contributions to book biases.
  public var contributionVariance: Float
  /// The share of high ratings.
  public var highShare: Float
  /// The share of low ratings.
  public var lowShare: Float

  init(_ values: [Float], contributions: [Float]) {
    let count = Double(max(1, values.count))
    let center = values.reduce(0.0) { $0 + Double($1) } / count
    let variance = values.reduce(0.0) { $0 + (Double($1) - center) * (Double($1) - center) } / count
    (mean, deviation) = (Float(center), Float(variance.squareRoot()))
    contributionVariance = Float(
      contributions.reduce(0.0) { $0 + Double($1) * Double($1) } / count)
    (highShare, lowShare) = (0, 0)
    highShare = Float(values.reduce(0.0) { $0 + Double(isHigh($1)) } / count)
    lowShare = Float(values.reduce(0.0) { $0 + Double(isLow($1)) } / count)
  }

  /// 1 for a high rating, else 0.
  func isHigh(_ value: Float) -> Float { value >= mean + deviation ? 1 : 0 }

  /// 1 for a low rating, else 0.
  func isLow(_ value: Float) -> Float { value <= mean - 1.5 * deviation ? 1 : 0 }
}
