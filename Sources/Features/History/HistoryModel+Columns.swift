import Foundation
import Kernels

extension HistoryModel {
  /// The terms that this model's books can have.
  var terms: [KernelTerm] { space.terms(order) }

  /// The names of the features of a pair, in the order of their columns.
  public var featureNames: [String] {
    space.featureNames(readerAttributes: readerAttributes, order)
  }

  /// The kernel of a book with itself.
  func priorVariance(_ book: UInt32) -> Float {
    let numbers = space.numbers.values
    func squares(_ rows: Matrix) -> Float {
      (0..<rows.columns).reduce(0) { $0 + rows[Int(book), $1] * rows[Int(book), $1] }
    }
    func present(_ isPresent: Bool, _ weight: Float) -> Float { isPresent ? weight : 0 }
    return weights.level + (order == .none ? 0 : weights.recency)
      + weights.factors * squares(factors.vectors)
      + present(space.firstAuthors.ids[Int(book)] != Groups.none, weights.author)
      + present(space.series.ids[Int(book)] != Groups.none, weights.series)
      + present(
        numbers.columns > 0, weights.numbers * squares(numbers) / Float(max(1, numbers.columns)))
      + present(!space.tags[Int(book)].isEmpty, weights.tags)
      + present(!space.toRead[Int(book)].isEmpty, weights.toRead)
      + zip(space.attributes, weights.attributes).reduce(0) { $0 + $1.0.square(book) * $1.1 }
  }

  /// The variance of the noise of each book's rating.
  func noise(_ books: [UInt32], _ factors: BookFactors) -> [Float] {
    weights.noise(books.map { factors.noise[Int($0)] })
  }

  /// What books' other ratings say.
  ///
  /// - Parameter own: The reader's ratings of these books, to be left out; nil where there are none.
  func statisticsColumns(_ books: [UInt32], own: [Float]?) -> [[Float]] {
    let deviations = own.map(scale.deviations)
    let rows = books.indices.map { place in
      BookRow(
        self, Int(books[place]), own: own.map { ($0[place], deviations?[place] ?? 0) })
    }
    return [
      rows.map { log(1 + $0.count) }, rows.map(\.bias), rows.map(\.variance), rows.map(\.high),
      rows.map(\.low),
    ]
  }

  /// What is known of books but their ratings.
  func bookColumns(_ books: [UInt32]) -> [[Float]] {
    let (numbers, tags) = (space.numbers.values, space.tagColumns)
    let attributes = space.attributeColumns.values
    return (0..<numbers.columns).map { column in books.map { numbers[Int($0), column] } }
      + (0..<attributes.columns).map { column in books.map { attributes[Int($0), column] } }
      + (0..<min(BookSpace.tagFeatureCount, tags.columns)).map { column in
        books.map { tags[Int($0), column] }
      }
  }
}

/// The statistics of one book without one reader, shrunk.
private struct BookRow {
  let count: Float
  let bias: Float
  let variance: Float
  let high: Float
  let low: Float

  init(_ model: HistoryModel, _ book: Int, own: (value: Float, deviation: Float)?) {
    let (statistics, scale) = (model.statistics, model.scale)
    count = statistics.counts[book] - (own == nil ? 0 : 1)
    let deviation = own?.deviation ?? 0
    bias = (statistics.sums[book] - deviation) / (count + 10)
    variance =
      max(
        statistics.squares[book] - deviation * deviation + 10 * scale.deviation * scale.deviation, 0
      )
      / (count + 10) - bias * bias
    let (ownHigh, ownLow) = (
      own.map { scale.isHigh($0.value) } ?? 0, own.map { scale.isLow($0.value) } ?? 0
    )
    high = (statistics.high[book] - ownHigh + 20 * scale.highShare) / (count + 20)
    low = (statistics.low[book] - ownLow + 20 * scale.lowShare) / (count + 20)
  }
}
