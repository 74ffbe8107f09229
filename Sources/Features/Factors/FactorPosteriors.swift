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

  /// Takes one rating out of its book's factors.
  ///
  /// - Parameters:
  ///   - value: The rating above the mean of all.
  ///   - vector: The factors of the book, [d]; changed unless they came to exceed ``largestFactor``.
  func leaveOut(_ value: Float, of reader: Int, _ book: Int, from vector: inout [Float]) {
    let z = readers.rows(from: reader, count: 1).values
    let packed = covariances.rows(from: book, count: 1).values
    var product = [Float](repeating: 0, count: z.count)
    for i in z.indices {
      let row = i * (i + 1) / 2
      for j in 0..<i {
        product[i] += packed[row + j] * z[j]
        product[j] += packed[row + j] * z[i]
      }
      product[i] += packed[row + i] * z[i]
    }
    let precision = readerPrecisions[reader] * bookPrecisions[book]
    let doubt = zip(z, product).reduce(Float(0)) { $0 + $1.0 * $1.1 }
    let error = zip(z, vector).reduce(-value) { $0 + $1.0 * $1.1 }
    let factor = precision * error / max(1 - precision * doubt, Self.leastShare)
    let without = zip(vector, product).map { $0 + $1 * factor }
    // What a damaged file makes of it would not be solved.
    guard without.allSatisfy({ abs($0) <= Self.largestFactor }) else { return }
    vector = without
  }
}
