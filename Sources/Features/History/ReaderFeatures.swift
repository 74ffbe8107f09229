import BookData
import Foundation
public import Kernels

/// Computes what a model is told of pairs of one reader and many books.
///
/// All columns of a pair are computed from ratings other than the pair's own. Similarities are those of
/// ``KernelTerm``; "residual" is what a rating exceeds by what the book's factors let expect. One task at a time may use it, so each worker has its own.
public struct ReaderFeatures: Sendable {
  private let model: HistoryModel
  private let terms: SimilarityMatrices

  /// For the readers of `model`.
  ///
  /// - Parameter table: As of ``SimilarityMatrices``. The default is nil.
  public init(_ model: HistoryModel, table: CosineTable? = nil) {
    self.model = model
    terms = SimilarityMatrices(model.space, order: model.order, table: table)
  }

  /// The columns of each of the reader's own books, as if it, or all from it on, were not rated.
  ///
  /// - Parameters:
  ///   - history: The reader's ratings, which took part in fitting the model; at most
  ///     ``HistoryModel/longestHistory``.
  ///   - factors: What was learned of books without this reader's ratings.
  ///   - details: What else is known of the reader.
  public func ownColumns(
    of history: History, factors: BookFactors, details: ReaderDetails
  ) -> FeatureColumns {
    let vectors = factors.vectors(of: history.books)
    let matrices = termMatrices(history.books, vectors)
    let process = ReaderProcess(
      kernel: kernel(matrices, rows: history.count, columns: history.count),
      noise: model.noise(history.books, factors))
    let expected = factors.expected(
      vectors, history: history.books, attributes: details.attributes, model.order)
    let residuals = zip(history.values, expected).map { $0 - $1 }
    let summary =
      switch model.order {
      case .none:
        HistorySummary(
          history: history, residuals: residuals, matrices: matrices,
          weights: process.weightsWithoutOne(residuals), variances: process.variances,
          mask: .leaveOneOut)
      case .chronological:
        HistorySummary(
          history: history, residuals: residuals, matrices: matrices,
          weights: process.weightsOfEarlier(residuals), variances: process.forecastVariances,
          mask: .causal)
      }
    return columns(of: history.books, factors, expected, summary, own: history.values, details)
  }

  /// The columns of books that the reader has not rated.
  ///
  /// - Parameters:
  ///   - books: Dense book indices.
  ///   - history: The reader's ratings; of a longer one than ``HistoryModel/longestHistory`` the last.
  ///   - details: What else is known of the reader.
  ///   - reader: Whose history it is, of those whose ratings books' factors were learned from; nil for
  ///     somebody new. The default is nil.
  public func columns(
    of books: [UInt32], history: History, details: ReaderDetails, reader: Int? = nil
  ) -> FeatureColumns {
    let known = known(history, details, reader: reader)
    let (history, factors) = (known.history, model.factors)
    let vectors = factors.vectors(of: books)
    let matrices = termMatrices(books, vectors, with: (history.books, known.vectors))
    let weights = Matrix(rows: books.count, columns: history.count)
    let all = known.process.weights(known.residuals)
    for row in 0..<books.count { weights.rows(from: row, count: 1).copy(from: all) }
    let summary = HistorySummary(
      history: history, residuals: known.residuals, matrices: matrices, weights: weights,
      variances: variances(of: books, matrices, known), mask: .all)
    let expected = factors.expected(
      vectors, factors.readerPrior(history.books, attributes: details.attributes))
    return columns(of: books, factors, expected, summary, own: nil, details)
  }

  /// The variance of the ratings of books that the reader has not rated, in units of the variance of noise, which
  /// is part of it.
  ///
  /// - Parameters:
  ///   - books: Dense book indices.
  ///   - history: The reader's ratings, as of ``columns(of:history:details:reader:)``.
  ///   - reader: Whose history it is; nil for somebody new.
  func variances(
    of books: [UInt32], history: History, details: ReaderDetails, reader: Int?
  ) -> [Float] {
    let known = known(history, details, reader: reader)
    let matrices = termMatrices(
      books, model.factors.vectors(of: books), with: (known.history.books, known.vectors))
    return variances(of: books, matrices, known)
  }

  /// The sum of squared errors over their variances, of each of a reader's ratings by the others, or by those before.
  func standardizedSquares(
    of history: History, details: ReaderDetails, reader: Int
  ) -> (sum: Double, count: Int) {
    let known = known(history, details, reader: reader)
    let isOrdered = model.order == .chronological
    let errors =
      isOrdered
      ? known.process.forecastErrors(known.residuals) : known.process.errors(known.residuals)
    let variances = isOrdered ? known.process.forecastVariances : known.process.variances
    let sum = zip(errors, variances).reduce(0.0) { $0 + Double($1.0 * $1.0 / $1.1) }
    return (sum, known.history.count)
  }

  /// A reader's last ratings and the process over them.
  private struct KnownReader {
    let history: History
    /// The factors of the rated books without this reader, [n × d].
    let vectors: Matrix
    let residuals: [Float]
    let process: ReaderProcess
  }

  private func known(
    _ history: History, _ details: ReaderDetails, reader: Int?
  ) -> KnownReader {
    let history = history.parts.last ?? history
    let factors = model.factors
    let vectors = factors.vectors(of: history, without: reader)
    let matrices = termMatrices(history.books, vectors)
    return KnownReader(
      history: history, vectors: vectors,
      residuals: factors.residuals(
        of: history, vectors, attributes: details.attributes, model.order),
      process: ReaderProcess(
        kernel: kernel(matrices, rows: history.count, columns: history.count),
        noise: model.noise(history.books, factors)))
  }

  private func variances(
    of books: [UInt32], _ matrices: [(term: KernelTerm, matrix: Matrix)], _ known: KnownReader
  ) -> [Float] {
    known.process.variances(
      kernel(matrices, rows: books.count, columns: known.history.count),
      priors: books.map(model.priorVariance), noise: model.noise(books, model.factors))
  }

  private func termMatrices(
    _ books: [UInt32], _ vectors: Matrix, with others: (books: [UInt32], vectors: Matrix)? = nil
  ) -> [(term: KernelTerm, matrix: Matrix)] {
    model.terms.compactMap { term in
      terms.matrix(term, books: books, vectors: vectors, with: others).map {
        (term, $0)
      }
    }
  }

  private func kernel(
    _ matrices: [(term: KernelTerm, matrix: Matrix)], rows: Int, columns: Int
  ) -> Matrix {
    let kernel = Matrix(rows: rows, columns: columns)
    for (term, matrix) in matrices { kernel.add(matrix, times: model.weights[term]) }
    return kernel
  }

  private func columns(
    of books: [UInt32], _ factors: BookFactors, _ expected: [Float], _ summary: HistorySummary,
    own: [Float]?, _ details: ReaderDetails
  ) -> FeatureColumns {
    let list = details.toRead
    var columns = FeatureColumns(offsets: expected)
    columns.append(contentsOf: summary.kernelColumns(model.weights))
    // The network starts from the kernel's prediction and learns what is left.
    columns.addToOffsets(columns[0])
    columns.append(summary.variances)
    columns.append(columns.offsets)
    columns.append(contentsOf: summary.readerColumns(model.scale))
    columns.append(contentsOf: details.attributes.map { value in books.map { _ in value } })
    columns.append(contentsOf: summary.similarityColumns(model.space))
    columns.append(contentsOf: model.statisticsColumns(books, own: own))
    columns.append(expected)
    columns.append(books.map { factors.doubts[Int($0)] })
    columns.append(books.map { list.isEmpty ? 0 : list.containsInOrder($0) ? 1 : 0 })
    columns.append(books.map { _ in log(1 + Float(list.count)) })
    columns.append(contentsOf: model.bookColumns(books))
    return columns
  }
}
