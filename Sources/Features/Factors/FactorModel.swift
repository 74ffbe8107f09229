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
  /// Whether there were no priors to begin with: beliefs are too vague in the first passes to learn any.
  private var beganWithoutPriors = true
  /// The prior variances to begin with: slopes, levels and factors, of standardized ratings.
  private static let readerVariances: (slope: Float, level: Float, factor: Float) = (0.02, 0.2, 1)
  private static let bookVariances: (level: Float, slope: Float, factor: Float) = (0.3, 0.02, 0.03)
  /// The variance of noise to begin with.
  private static let noiseVariance: Float = 0.68
  /// How far readers' factors lie from 0 at the start: alike factors would stay alike.
  private static let start: ClosedRange<Float> = -0.17...0.17
  private static let passesBeforePriors = 2

  /// A model of `ratings`, [readers × books], before anything is learned.
  ///
  /// - Parameter fallbackMean: The mean rating where there are no ratings.
  init(
    _ ratings: SparseRows, readerFeatures: Matrix, bookFeatures: Matrix, fallbackMean: Float,
    _ configuration: FactorConfiguration, threads: Int,
    using generator: inout some RandomNumberGenerator
  ) {
    self.threads = threads
    let (center, deviation) = ratings.values.meanAndDeviation
    mean = ratings.values.isEmpty ? fallbackMean : Float(center)
    self.deviation = deviation > 0 ? Float(deviation) : 1
    var standardized = ratings
    for place in standardized.values.indices {
      // In double precision, because two ratings may lie further apart than a Float holds.
      standardized.values[place] = Float(
        (Double(standardized.values[place]) - Double(mean)) / Double(self.deviation))
    }
    let rank = configuration.rank
    let (reader, book) = (Self.readerVariances, Self.bookVariances)
    readers = FactorSide(
      ratings: standardized, features: readerFeatures, pinned: 0,
      priorVariances: [reader.slope, reader.level]
        + Array(repeating: reader.factor, count: rank), ridge: configuration.ridge)
    books = FactorSide(
      ratings: standardized.transposed, features: bookFeatures, pinned: 1,
      priorVariances: [book.level, book.slope]
        + Array(repeating: book.factor, count: rank), ridge: configuration.ridge)
    precision = 1 / Self.noiseVariance
    let start = Matrix(rows: readers.count, columns: rank + 2)
    for reader in 0..<readers.count {
      start[reader, 0] = 1
      for k in 0..<rank { start[reader, 2 + k] = .random(in: Self.start, using: &generator) }
    }
    readers.beliefs.copy(certain: start)
  }

  /// Begins where learning from fewer ratings of the same readers and books ended.
  mutating func begin(from start: FactorStart) {
    readers.begin(with: start.readers)
    books.begin(with: start.books)
    readers.beliefs.copy(certain: start.readerMeans)
    precision = start.precision
    beganWithoutPriors = false
  }

  /// Updates both sides `passes` times, and the books once more.
  mutating func learn(passes: Int) {
    for pass in 1...passes {
      let isLearningPriors = !beganWithoutPriors || pass > Self.passesBeforePriors
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
    guard count > 0 else { return }
    // Ratings without any noise would make every belief certain.
    precision = Float(min(count / max(sum, .leastNormalMagnitude), 1e6))
  }
}

extension [Float] {
  /// The mean and the standard deviation; 0 of nothing.
  var meanAndDeviation: (mean: Double, deviation: Double) {
    let count = Double(Swift.max(1, self.count))
    let mean = reduce(0.0) { $0 + Double($1) } / count
    let squares = reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    return (mean, (squares / count).squareRoot())
  }
}
