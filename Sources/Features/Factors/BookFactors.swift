public import Kernels

/// What ratings say of books: factors, in the form that readers' processes use them in.
///
/// A reader expects mean + z_u · v_j of a book they have not rated, where z_u comes from which books they
/// rated, and their own taste is z_u + a normal vector of variance 1 in every direction. Factors are turned
/// and scaled so that this holds, in units of the noise's standard deviation.
public struct BookFactors: Sendable {
  /// The mean rating.
  public let mean: Float
  /// v, [books × d].
  public let vectors: Matrix
  /// How much larger than the average the variance of each book's ratings is that v does not explain: noise
  /// and doubt about v, [books].
  public let noise: [Float]
  /// How doubtful v is, in units of the noise's variance, [books].
  public let doubts: [Float]
  /// What a rating of the book adds to z of its reader, before the division by √n, [books × d].
  public let additions: Matrix
  /// z of a reader without ratings, [d].
  public let base: [Float]
  /// What the logarithm of a reader's count adds to z, [d].
  public let countSlope: [Float]

  /// Factors of these parts.
  public init(
    mean: Float, vectors: Matrix, noise: [Float], doubts: [Float], additions: Matrix,
    base: [Float], countSlope: [Float]
  ) {
    precondition(
      noise.count == vectors.rows && doubts.count == vectors.rows
        && additions.rows == vectors.rows && additions.columns == vectors.columns
        && base.count == vectors.columns && countSlope.count == vectors.columns,
      "parts that do not fit \(vectors.rows) × \(vectors.columns) factors")
    (self.mean, self.vectors, self.noise, self.doubts) = (mean, vectors, noise, doubts)
    (self.additions, self.base, self.countSlope) = (additions, base, countSlope)
  }

  /// The number of books.
  public var count: Int { vectors.rows }
  /// The number of dimensions, d.
  public var order: Int { vectors.columns }
}

extension BookFactors {
  /// The factors that `model` learned, with z for readers who come later.
  init(_ model: FactorModel, _ implicit: ImplicitFeedback) {
    let (readers, books, order) = (model.readers, model.books, model.books.beliefs.order)
    let covariance = Matrix(
      rows: order, columns: order, values: readers.priorCovariance.values)
    guard let root = Cholesky(factoring: covariance) else {
      preconditionFailure("a covariance with a diagonal added is positive definite")
    }
    let noiseDeviation = (1 / model.precision).squareRoot()
    // v · L / σ, so that a normal vector of variance 1 stands for a reader's deviation from their prior.
    let vectors = books.beliefs.means
    root.multiplyByFactor(vectors.view)
    vectors.scale(1 / noiseDeviation)
    // z L⁻ᵀ, times the deviations of noise and ratings, so that products are in units of ratings.
    let unit = noiseDeviation * model.deviation
    func whitened(_ rows: Matrix) -> Matrix {
      root.whiten(rows.view)
      rows.scale(unit)
      return rows
    }
    let coefficients = readers.coefficients
    let width = coefficients.rows - 2
    let directions = Matrix(rows: width, columns: order)
    directions.copy(from: coefficients.rows(from: 2, count: width).values)
    let additions = Matrix(rows: books.count, columns: order)
    multiply(implicit.additions.view, directions.view, into: additions.view)
    let rows = Matrix(rows: 2, columns: order)
    for i in 0..<order {
      let center = (0..<width).reduce(Float(0)) { $0 + implicit.centers[$1] * directions[$1, i] }
      rows[0, i] =
        coefficients[0, i] - center - implicit.meanLogCount * coefficients[1, i]
        + (i == readers.pinned ? 1 : 0)
      rows[1, i] = coefficients[1, i]
    }
    let bases = whitened(rows)
    let doubts = model.doubts()
    let noise = zip(books.precisions, doubts).map { 1 / $0 + $1 }
    let counts = books.ratings.counts
    let total = zip(noise, counts).reduce(0.0) { $0 + Double($1.0 * $1.1) }
    let average = Float(total / Double(max(1, counts.reduce(0, +))))
    self.init(
      mean: model.mean, vectors: vectors, noise: noise.map { $0 / max(average, 1e-6) },
      doubts: doubts, additions: whitened(additions),
      base: bases.rows(from: 0, count: 1).values, countSlope: bases.rows(from: 1, count: 1).values)
  }
}

extension FactorModel {
  /// τ · tr(T_j Q): what the doubt T_j about a book's factors adds to the variance of its ratings, in units
  /// of the noise's, where Q is the second moment of readers' factors.
  fileprivate func doubts() -> [Float] {
    let (readers, books) = (readers, books)
    let order = books.beliefs.order
    let moment = Matrix(rows: order, columns: order)
    multiply(readers.priorMeans.view.transposed, readers.priorMeans.view, into: moment.view)
    moment.scale(1 / Float(max(1, readers.count)))
    moment.add(readers.priorCovariance, times: 1)
    return (0..<books.count).map { book in
      let covariance = books.beliefs.covariance(book)
      var trace: Float = 0
      for i in 0..<order {
        for j in 0...i {
          trace += covariance[i * (i + 1) / 2 + j] * moment[i, j] * (i == j ? 1 : 2)
        }
      }
      return max(0, trace * precision)
    }
  }
}
