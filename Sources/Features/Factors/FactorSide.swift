import Kernels

/// What is believed of all readers, or of all books, while factors are learned.
struct FactorSide {
  /// The ratings of each, standardized.
  let ratings: SparseRows
  /// What prior means are linear in, [n × g].
  let features: Matrix
  /// The factors' means and second moments.
  private(set) var beliefs: GaussianRows
  /// Prior means, [n × d].
  private(set) var priorMeans: Matrix
  /// Λ, [d × d].
  private(set) var priorPrecision: Matrix
  /// Λ⁻¹, [d × d].
  private(set) var priorCovariance: Matrix
  /// How precise the ratings of each are beside the average.
  private(set) var precisions: [Float]
  /// The prior means' linear coefficients, [g × d].
  private(set) var coefficients: Matrix

  /// The dimension whose prior mean is 1: the reader's slope, or the book's.
  let pinned: Int
  private let ridgeFactor: Cholesky?
  /// The features of those who have ratings; 0 for the others.
  private let ratedFeatures: Matrix
  private let unrated: [Int]

  /// How many ratings of average precision everybody is taken to have beside their own.
  private static let pseudoRatings = 10.0
  /// The prior's variance before anything is learned, added to what is learned as two observations.
  private static let priorVariance: Float = 0.02

  /// A side with given prior variances.
  init(
    ratings: SparseRows, features: Matrix, pinned: Int, priorVariances: [Float], ridge: Float
  ) {
    let order = priorVariances.count
    (self.ratings, self.features, self.pinned) = (ratings, features, pinned)
    beliefs = GaussianRows(rows: ratings.rows, order: order)
    priorMeans = Matrix(rows: ratings.rows, columns: order)
    for row in 0..<ratings.rows { priorMeans[row, pinned] = 1 }
    priorPrecision = Matrix(rows: order, columns: order)
    priorCovariance = Matrix(rows: order, columns: order)
    for (i, variance) in priorVariances.enumerated() {
      priorPrecision[i, i] = 1 / variance
      priorCovariance[i, i] = variance
    }
    precisions = Array(repeating: 1, count: ratings.rows)
    coefficients = Matrix(rows: features.columns, columns: order)
    // Who has no rating says nothing about how features and factors go together.
    unrated = (0..<ratings.rows).filter { ratings[$0].isEmpty }
    ratedFeatures = Matrix(rows: features.rows, columns: features.columns)
    ratedFeatures.add(features, times: 1)
    for row in unrated { ratedFeatures.rows(from: row, count: 1).fill(0) }
    let gram = Matrix(rows: features.columns, columns: features.columns)
    multiply(ratedFeatures.view.transposed, ratedFeatures.view, into: gram.view)
    gram.addToDiagonal(ridge)
    ridgeFactor = Cholesky(factoring: gram)
  }

  /// The number of readers or books.
  var count: Int { ratings.rows }

  /// What was learned beside the beliefs and the coefficients.
  var prior: FactorPrior {
    FactorPrior(
      means: priorMeans, precision: priorPrecision, covariance: priorCovariance,
      ratingPrecisions: precisions)
  }

  /// Begins with what was learned from fewer ratings of the same readers and books.
  mutating func begin(with prior: FactorPrior) {
    precondition(prior.means.rows == count, "a prior of \(prior.means.rows) for \(count)")
    priorMeans.copy(from: prior.means.values)
    priorPrecision.copy(from: prior.precision.values)
    priorCovariance.copy(from: prior.covariance.values)
    precisions = prior.ratingPrecisions
  }

  /// Updates all beliefs, given the other side's.
  ///
  /// - Returns: As ``GaussianUpdate/run(into:threads:)``.
  func update(
    given other: FactorSide, precision: Float, threads: Int
  ) -> (squaredErrors: [Double], covariance: [Double]) {
    let terms = Matrix(rows: count, columns: beliefs.order)
    multiply(priorMeans.view, priorPrecision.view, into: terms.view)
    return GaussianUpdate(
      ratings: ratings, others: other.beliefs, otherPrecisions: other.precisions,
      precisions: precisions, precision: precision, priorPrecision: priorPrecision,
      priorTerms: terms
    ).run(into: beliefs, threads: threads)
  }

  /// How precise the ratings of each are, shrunk towards the average.
  mutating func learnPrecisions(_ squaredErrors: [Double], precision: Float) {
    precisions = squaredErrors.enumerated().map { row, error in
      Float(
        (Double(ratings[row].count) + Self.pseudoRatings)
          / (error * Double(precision) + Self.pseudoRatings))
    }
  }

  /// Fits prior means to the features, and the prior's covariance to what they leave.
  mutating func learnPrior(covariance: [Double]) {
    let order = beliefs.order
    let deviations = beliefs.means
    for row in 0..<count { deviations[row, pinned] -= 1 }
    learnMeans(deviations)
    let rest = beliefs.means
    rest.add(priorMeans, times: -1)
    for row in unrated { rest.rows(from: row, count: 1).fill(0) }
    multiply(rest.view.transposed, rest.view, into: priorCovariance.view)
    let weight = 1 / Float(count - unrated.count + 2)
    for i in 0..<order {
      for j in 0...i {
        let value =
          (priorCovariance[i, j] + Float(covariance[i * (i + 1) / 2 + j])
            + (i == j ? 2 * Self.priorVariance : 0)) * weight
        priorCovariance[i, j] = value
        priorCovariance[j, i] = value
      }
    }
    invertPriorCovariance()
  }

  private mutating func learnMeans(_ deviations: Matrix) {
    guard let ridgeFactor else { return }
    // One right-hand side a row: the transpose of Gᵀ (M − e).
    let sides = Matrix(rows: beliefs.order, columns: features.columns)
    multiply(deviations.view.transposed, ratedFeatures.view, into: sides.view)
    ridgeFactor.solve(sides.view)
    for g in 0..<features.columns {
      for i in 0..<beliefs.order { coefficients[g, i] = sides[i, g] }
    }
    multiply(features.view, coefficients.view, into: priorMeans.view)
    for row in 0..<count { priorMeans[row, pinned] += 1 }
  }

  private mutating func invertPriorCovariance() {
    let copy = Matrix(
      rows: beliefs.order, columns: beliefs.order, values: priorCovariance.values)
    guard let factor = Cholesky(factoring: copy) else { return }
    factor.invert(into: priorPrecision)
  }
}
