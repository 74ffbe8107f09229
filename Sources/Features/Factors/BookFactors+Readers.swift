import Foundation
import Kernels

extension BookFactors {
  /// v of each book, [n × d].
  func vectors(of books: [UInt32]) -> Matrix {
    let rows = Matrix(rows: books.count, columns: order)
    rows.gather(books, from: vectors)
    return rows
  }

  /// v of each book of a history as it is without its reader's rating, [n × d].
  ///
  /// - Parameter reader: Whose history it is; nil for one that the factors were not learned from.
  func vectors(of history: History, without reader: Int?) -> Matrix {
    let rows = vectors(of: history.books)
    guard let posteriors, let reader, history.count > 0 else { return rows }
    posteriors.leaveOut(
      history.values.map { $0 - mean }, of: reader, history.books, from: rows)
    return rows
  }

  /// z of a reader who rated `books`, before any rating is looked at.
  ///
  /// - Parameter attributes: The reader's attributes, one for each row of ``attributeCoefficients``.
  func readerPrior(_ books: [UInt32], attributes: [Float]) -> [Float] {
    var sum = ReaderSum(self, attributes: attributes)
    for book in books { sum.add(book) }
    return sum.prior
  }

  /// What a reader of prior `z` is expected to give books of factors `rows`, [n × d].
  func expected(_ rows: Matrix, _ z: [Float]) -> [Float] {
    rows.products(with: Matrix(rows: 1, columns: order, values: z).view).map { $0 + mean }
  }

  /// What the reader of `books` is expected to give each of them, whose factors are `rows`, [n × d].
  ///
  /// - Parameter order: Where histories have an order, each book is expected by those before it alone.
  func expected(
    _ rows: Matrix, history books: [UInt32], attributes: [Float], _ order: HistoryOrder
  ) -> [Float] {
    guard order == .chronological else {
      return expected(rows, readerPrior(books, attributes: attributes))
    }
    var sum = ReaderSum(self, attributes: attributes)
    return books.enumerated().map { place, book in
      defer { sum.add(book) }
      return zip(sum.prior, rows.rows(from: place, count: 1).values)
        .reduce(mean) { $0 + $1.0 * $1.1 }
    }
  }

  /// Rating − what is expected of it, for each rating of a history whose books' factors are `rows`, [n × d].
  func residuals(
    of history: History, _ rows: Matrix, attributes: [Float], _ order: HistoryOrder
  ) -> [Float] {
    let expected = expected(rows, history: history.books, attributes: attributes, order)
    return zip(history.values, expected).map { $0 - $1 }
  }

  /// z of a reader without ratings who has these attributes.
  fileprivate func base(attributes: [Float]) -> [Float] {
    precondition(
      attributes.count == attributeCoefficients.rows,
      "\(attributes.count) attributes for \(attributeCoefficients.rows) coefficients")
    var base = self.base
    for (row, value) in attributes.enumerated() where value != 0 {
      for k in base.indices { base[k] += value * attributeCoefficients[row, k] }
    }
    return base
  }
}

/// The prior of a reader whose books come one after the other.
private struct ReaderSum {
  private let factors: BookFactors
  private let base: [Float]
  private var sum: [Float]
  private var count: Float = 0

  init(_ factors: BookFactors, attributes: [Float]) {
    self.factors = factors
    base = factors.base(attributes: attributes)
    sum = Array(repeating: 0, count: factors.order)
  }

  mutating func add(_ book: UInt32) {
    let row = factors.additions.rows(from: Int(book), count: 1).values
    for k in sum.indices { sum[k] += row[k] }
    count += 1
  }

  var prior: [Float] {
    let share = count > 0 ? 1 / count.squareRoot() : 0
    let logCount = log(1 + count)
    return sum.indices.map {
      base[$0] + logCount * factors.countSlope[$0] + share * sum[$0]
    }
  }
}
