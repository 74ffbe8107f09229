import BookData
import Kernels

/// What a book's rating is expected to be before anybody rated it: linear in what catalogues say of it.
///
/// The few dozen coefficients are parameters of the model, as a network's weights are.
struct BookPrior: Sendable {
  /// The expected rating of each book.
  let values: [Float]
  /// How far each reader's ratings lie above the books' expected ones, shrunk towards 0.
  let readerLevels: [Float]

  /// The penalty on squared coefficients, the intercept's excepted.
  private static let ridge = 30.0
  private static let readerPseudoRatings = 4.0
  private static let rounds = 4

  /// Fits coefficients and readers' levels in turns to the ratings of `histories`.
  init(_ histories: Histories, _ space: BookSpace) {
    let design = Design(space)
    let system = design.normalEquations(histories, books: space.count, ridge: Self.ridge)
    var levels = [Double](repeating: 0, count: histories.count)
    var prior = [Double](repeating: 0, count: space.count)
    for _ in 0..<Self.rounds {
      var sums = [Double](repeating: 0, count: space.count)
      for reader in 0..<histories.count {
        for place in histories.places(of: reader) {
          sums[Int(histories.books[place])] += Double(histories.values[place]) - levels[reader]
        }
      }
      guard let solution = solvePositiveDefinite(system, design.transposedProduct(sums)) else {
        preconditionFailure("normal equations with a ridge are positive definite")
      }
      prior = design.product(solution)
      for reader in 0..<histories.count {
        let places = histories.places(of: reader)
        let sum = places.reduce(0.0) {
          $0 + Double(histories.values[$1]) - prior[Int(histories.books[$1])]
        }
        levels[reader] = sum / (Double(places.count) + Self.readerPseudoRatings)
      }
    }
    values = prior.map(Float.init)
    readerLevels = levels.map(Float.init)
  }
}

/// The regressors of ``BookPrior``: 1, the numbers, the tags in few dimensions.
private struct Design {
  /// [books × columns], row after row.
  private var values: [Double] = []
  private let columns: Int

  init(_ space: BookSpace) {
    let (numbers, tags) = (space.numbers.values, space.tagColumns)
    columns = 1 + numbers.columns + tags.columns
    values.reserveCapacity(space.count * columns)
    for book in 0..<space.count {
      values.append(1)
      for j in 0..<numbers.columns { values.append(Double(numbers[book, j])) }
      for j in 0..<tags.columns { values.append(Double(tags[book, j])) }
    }
  }

  /// Aᵀ · diag(ratings of each book) · A + ridge, [columns × columns].
  func normalEquations(_ histories: Histories, books: Int, ridge: Double) -> [Double] {
    var counts = [Double](repeating: 0, count: books)
    for book in histories.books { counts[Int(book)] += 1 }
    var result = [Double](repeating: 0, count: columns * columns)
    for book in 0..<books where counts[book] > 0 {
      let start = book * columns
      for a in 0..<columns {
        let weighted = counts[book] * values[start + a]
        for b in 0...a { result[a * columns + b] += weighted * values[start + b] }
      }
    }
    for a in 0..<columns {
      for b in 0..<a { result[b * columns + a] = result[a * columns + b] }
      // The intercept needs a trace of a penalty only where there is no rating at all.
      result[a * columns + a] += a == 0 ? 1e-9 : ridge
    }
    return result
  }

  /// Aᵀ · x.
  func transposedProduct(_ x: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: columns)
    for (book, factor) in x.enumerated() where factor != 0 {
      for j in 0..<columns { result[j] += factor * values[book * columns + j] }
    }
    return result
  }

  /// A · x.
  func product(_ x: [Double]) -> [Double] {
    (0..<values.count / columns).map { book in
      (0..<columns).reduce(0) { $0 + values[book * columns + $1] * x[$1] }
    }
  }
}
