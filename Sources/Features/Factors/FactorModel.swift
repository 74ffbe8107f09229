import Kernels
import Parallelism

/// Factors of readers and books, learned from ratings: r = μ + z_u · v_j + noise.
///
/// A symmetric variational factor model: both sides are Gaussian with full covariances, updated in turns in
/// closed form (Lim and Teh, "Variational Bayesian Approach to Movie Rating Prediction", KDD Cup 2007). Two
/// dimensions are pinned by their prior means: the first of z is 1 on average, so that v's is the book's bias
/// and z's the reader's slope on it; the second of v is 1, so that z's is the reader's level. Prior means are
/// linear in features of readers and books, as in regression-based latent factor models (Agarwal and Chen,
/// KDD 2009). The precision of a rating is τ α_u β_j.
struct FactorModel {
  private(set) var readers: FactorSide
  private(set) var books: FactorSide
  /// τ, of standardized ratings.
  private(set) var precision: Float
  /// μ.
  let mean: Float
  /// The standard deviation of ratings.
  let deviation: Float

  private let threads: Int
  /// Beliefs are too vague in the first passes to learn priors from.
  private static let passesBeforePriors = 2

  /// A model of `ratings`, [readers × books], before anything is learned.
  init(
    _ ratings: SparseRows, readerFeatures: Matrix, bookFeatures: Matrix,
    _ configuration: FactorConfiguration, threads: Int,
    using generator: inout some RandomNumberGenerator
  ) {
    let count = Double(max(1, ratings.values.count))
    let center = ratings.values.reduce(0.0) { $0 + Double($1) } / count
    let variance = ratings.values.reduce(0.0) { $0 + (Double($1) - center) * (Double($1) - center) }
    (mean, self.threads) = (Float(center), threads)
    let deviation = variance > 0 ? Float((variance / count).squareRoot()) : 1
    self.deviation = deviation
    var standardized = ratings
    for place in standardized.values.indices {
      standardized.values[place] = (standardized.values[place] - Float(center)) / deviation
    }
    let rank = configuration.rank
    readers = FactorSide(
      ratings: standardized, features: readerFeatures, pinned: 0,
      priorVariances: [0.02, 0.2] + Array(repeating: 1, count: rank), ridge: configuration.ridge)
    books = FactorSide(
      ratings: standardized.transposed, features: bookFeatures, pinned: 1,
      priorVariances: [0.3, 0.02] + Array(repeating: 0.03, count: rank), ridge: configuration.ridge)
    precision = 1 / 0.68
    let start = Matrix(rows: readers.count, columns: rank + 2)
    for reader in 0..<readers.count {
      start[reader, 0] = 1
      for k in 0..<rank { start[reader, 2 + k] = .random(in: -0.17...0.17, using: &generator) }
    }
    readers.beliefs.copy(certain: start)
  }

  /// Updates both sides `passes` times, and the books once more.
  mutating func learn(passes: Int) {
    for pass in 1...passes {
      let isLearningPriors = pass > Self.passesBeforePriors
      let bookSums = books.update(given: readers, precision: precision, threads: threads)
      if isLearningPriors { books.learnPrecisions(bookSums.squaredErrors, precision: precision) }
      let readerSums = readers.update(given: books, precision: precision, threads: threads)
      guard isLearningPriors else { continue }
      learnPrecision(readerSums.squaredErrors)
      readers.learnPrecisions(readerSums.squaredErrors, precision: precision)
      readers.learnPrior(covariance: readerSums.covariance)
      books.learnPrior(covariance: bookSums.covariance)
    }
    _ = books.update(given: readers, precision: precision, threads: threads)
  }

  /// τ from readers' Σ β e².
  private mutating func learnPrecision(_ squaredErrors: [Double]) {
    let sum = zip(squaredErrors, readers.precisions).reduce(0.0) { $0 + $1.0 * Double($1.1) }
    let count = Double(readers.ratings.values.count)
    // Ratings without any noise would make every belief certain.
    precision = Float(min(count / max(sum, .leastNormalMagnitude), 1e6))
  }
}
