import Foundation
import Kernels

extension BookFactors {
  /// z of a reader who rated `books`, before any rating is looked at.
  func readerPrior(_ books: [UInt32]) -> [Float] {
    var sum = ReaderSum(self)
    for book in books { sum.add(book) }
    return sum.prior
  }

  /// What a reader with prior z is expected to give each book.
  func expected(_ books: [UInt32], _ prior: [Float]) -> [Float] {
    let rows = Matrix(rows: books.count, columns: order)
    rows.gather(books, from: vectors)
    let result = Matrix(rows: books.count, columns: 1)
    multiply(
      rows.view, Matrix(rows: order, columns: 1, values: prior).view, into: result.view)
    return result.values.map { $0 + mean }
  }

  /// What the reader of a history is expected to give each of its books.
  ///
  /// - Parameter order: Where histories have an order, each book is expected by those before it alone.
  func expected(_ history: History, _ order: HistoryOrder) -> [Float] {
    guard order == .chronological else {
      return expected(history.books, readerPrior(history.books))
    }
    var sum = ReaderSum(self)
    return history.books.map { book in
      defer { sum.add(book) }
      return expected([book], sum.prior)[0]
    }
  }

  /// Rating − what is expected of it, for each rating of a history.
  func residuals(of history: History, _ order: HistoryOrder) -> [Float] {
    zip(history.values, expected(history, order)).map { $0 - $1 }
  }
}

/// The prior of a reader whose books come one after the other.
private struct ReaderSum {
  private let factors: BookFactors
  private var sum: [Float]
  private var count: Float = 0

  init(_ factors: BookFactors) {
    self.factors = factors
    sum = Array(repeating: 0, count: factors.order)
  }

  mutating func add(_ book: UInt32) {
    for k in sum.indices { sum[k] += factors.additions[Int(book), k] }
    count += 1
  }

  var prior: [Float] {
    let share = count > 0 ? 1 / count.squareRoot() : 0
    let logCount = log(1 + count)
    return sum.indices.map {
      factors.base[$0] + logCount * factors.countSlope[$0] + share * sum[$0]
    }
  }
}

let knobs = ProcessInfo.processInfo.environment
extension BookFactors {
  func expectedOwn(_ history: History, _ order: HistoryOrder) -> [Float] {
    guard order != .chronological, knobs["ZLOO"] != nil, history.count > 1 else { return expected(history, order) }
    var sum = [Float](repeating: 0, count: self.order)
    for book in history.books { for k in sum.indices { sum[k] += additions[Int(book), k] } }
    let n = Float(history.count - 1)
    let share = 1 / n.squareRoot()
    let logCount = log(1 + n)
    return history.books.map { book in
      (0..<self.order).reduce(mean) {
        $0 + (base[$1] + logCount * countSlope[$1] + share * (sum[$1] - additions[Int(book), $1])) * vectors[Int(book), $1]
      }
    }
  }
}
