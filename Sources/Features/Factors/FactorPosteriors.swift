public import Kernels

/// What it takes to leave one reader's ratings out of books' factors.
///
/// The factors of a book without one rating are its cavity, as in expectation propagation (Minka, "Expectation
/// Propagation for Approximate Bayesian Inference", UAI 2001): with T the covariance of v, w the precision of
/// the rating and z the reader's factors,
///
///     v' = v + T z · w (z · v − x) / (1 − w zᵀ T z).
public struct FactorPosteriors: Sendable {
  /// The covariance of each book's factors, the lower triangle row by row, [books × d (d + 1) / 2].
  public let covariances: Matrix
  /// How precise each book's ratings are beside the average, [books].
  public let bookPrecisions: [Float]
  /// Readers' factors, [readers × d].
  public let readers: Matrix
  /// The precision of each reader's ratings of a book of precision 1, [readers].
  public let readerPrecisions: [Float]

  /// Posteriors of these parts.
  public init(
    covariances: Matrix, bookPrecisions: [Float], readers: Matrix, readerPrecisions: [Float]
  ) {
    let order = readers.columns
    precondition(
      covariances.columns == order * (order + 1) / 2 && bookPrecisions.count == covariances.rows
        && readerPrecisions.count == readers.rows,
      "parts that do not fit \(covariances.rows) books and \(readers.rows) readers")
    (self.covariances, self.bookPrecisions) = (covariances, bookPrecisions)
    (self.readers, self.readerPrecisions) = (readers, readerPrecisions)
  }

  init(_ model: FactorModel, _ whitening: Whitening) {
    let (books, order) = (model.books, model.books.beliefs.order)
    let covariances = Matrix(rows: books.count, columns: order * (order + 1) / 2)
    for book in 0..<books.count {
      covariances.rows(from: book, count: 1).copy(
        from: whitening.covariance(books.beliefs.covariance(book), order: order))
    }
    self.init(
      covariances: covariances, bookPrecisions: books.precisions,
      readers: whitening.readers(model.readers.beliefs.means),
      readerPrecisions: model.readers.precisions.map { $0 / (whitening.unit * whitening.unit) })
  }

  /// The least share of a book's factors that is taken not to come from one rating.
  private static let leastShare: Float = 0.1
  /// The largest factor of a book either way: no noise is ten thousand times smaller than the ratings.
  public static let largestFactor: Float = 1e4

  /// Takes ratings of one reader out of the factors of their books.
  ///
  /// - Parameters:
  ///   - values: The ratings above the mean of all, [n].
  ///   - books: The books, each rated once, [n].
  ///   - rows: The factors of the books, [n × d]; those that would come to exceed ``largestFactor`` stay.
  func leaveOut(_ values: [Float], of reader: Int, _ books: [UInt32], from rows: Matrix) {
    let z = readers.rows(from: reader, count: 1)
    let products = covariances.packedProducts(books, with: z.values)
    let (expected, doubts) = (rows.products(with: z), products.products(with: z))
    for (place, book) in books.enumerated() {
      let precision = readerPrecisions[reader] * bookPrecisions[Int(book)]
      let factor =
        precision * (expected[place] - values[place])
        / max(1 - precision * doubts[place], Self.leastShare)
      let without = zip(
        rows.rows(from: place, count: 1).values, products.rows(from: place, count: 1).values
      ).map { $0 + $1 * factor }
      // What a damaged file makes of it would not be solved.
      guard without.allSatisfy({ abs($0) <= Self.largestFactor }) else { continue }
      rows.rows(from: place, count: 1).copy(from: without)
    }
  }
}
