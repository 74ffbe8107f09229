import Kernels

extension BookFactors {
  /// The factors that `model` learned, with z for readers who come later.
  ///
  /// - Parameter keepsPosteriors: Whether readers who took part can be left out.
  init(_ model: FactorModel, _ implicit: ImplicitFeedback, keepsPosteriors: Bool) {
    let (readers, books) = (model.readers, model.books)
    let whitening = Whitening(model)
    let doubts = model.doubts()
    let additions = Matrix(rows: books.count, columns: readers.beliefs.order)
    let directions = implicit.additions.columns
    multiply(
      implicit.additions.view, readers.coefficients(from: 2, count: directions).view,
      into: additions.view)
    let bases = whitening.readers(readers.bases(implicit))
    self.init(
      mean: model.mean, vectors: whitening.books(books.beliefs.means),
      noise: books.relativeNoise(doubts), doubts: doubts,
      additions: whitening.readers(additions), base: bases.rows(from: 0, count: 1).values,
      countSlope: bases.rows(from: 1, count: 1).values,
      attributeCoefficients: whitening.readers(
        readers.coefficients(
          from: 2 + directions, count: readers.features.columns - 2 - directions)),
      posteriors: keepsPosteriors ? FactorPosteriors(model, whitening) : nil)
  }
}

/// Turns factors so that readers' deviations from their prior have variance 1 in every direction, in units of
/// the noise's standard deviation.
struct Whitening {
  /// L of the readers' prior covariance L Lᵀ.
  private let root: Cholesky
  private let noiseDeviation: Float
  /// The standard deviation of noise in units of ratings.
  let unit: Float

  init(_ model: FactorModel) {
    let order = model.readers.beliefs.order
    let covariance = Matrix(
      rows: order, columns: order, values: model.readers.priorCovariance.values)
    guard let root = Cholesky(factoring: covariance) else {
      preconditionFailure("a covariance with a diagonal added is positive definite")
    }
    self.root = root
    noiseDeviation = (1 / model.precision).squareRoot()
    unit = noiseDeviation * model.deviation
  }

  /// Lᵀ v / σ for each row, in place.
  func books(_ rows: Matrix) -> Matrix {
    root.multiplyByFactor(rows.view)
    rows.scale(1 / noiseDeviation)
    return rows
  }

  /// L⁻¹ z for each row, in place, times the unit: products with books' rows are in units of ratings.
  func readers(_ rows: Matrix) -> Matrix {
    root.whiten(rows.view)
    rows.scale(unit)
    return rows
  }

  /// Lᵀ T L / σ², of a packed covariance T of a book, packed.
  func covariance(_ packed: [Float], order: Int) -> [Float] {
    let rows = Matrix(rows: order, columns: order)
    for i in 0..<order {
      for j in 0...i {
        rows[i, j] = packed[i * (i + 1) / 2 + j]
        rows[j, i] = rows[i, j]
      }
    }
    // Both sides of a symmetric matrix: its rows, and then the rows of the transpose.
    let half = books(rows)
    let transposed = Matrix(rows: order, columns: order)
    for i in 0..<order { for j in 0..<order { transposed[i, j] = half[j, i] } }
    let whole = books(transposed)
    return (0..<order).flatMap { i in (0...i).map { whole[i, $0] } }
  }
}

extension FactorSide {
  /// Some rows of ``coefficients``.
  fileprivate func coefficients(from first: Int, count: Int) -> Matrix {
    let rows = Matrix(rows: count, columns: coefficients.columns)
    rows.copy(from: coefficients.rows(from: first, count: count).values)
    return rows
  }

  /// z of a reader without ratings, and what the logarithm of their count adds, [2 × d].
  fileprivate func bases(_ implicit: ImplicitFeedback) -> Matrix {
    let rows = Matrix(rows: 2, columns: coefficients.columns)
    for i in 0..<coefficients.columns {
      let center = implicit.centers.indices.reduce(Float(0)) {
        $0 + implicit.centers[$1] * coefficients[2 + $1, i]
      }
      rows[0, i] =
        coefficients[0, i] - center - implicit.meanLogCount * coefficients[1, i]
        + (i == pinned ? 1 : 0)
      rows[1, i] = coefficients[1, i]
    }
    return rows
  }

  /// The variance of each book's ratings that its factors do not explain, 1 on average over ratings.
  fileprivate func relativeNoise(_ doubts: [Float]) -> [Float] {
    let noise = zip(precisions, doubts).map { 1 / $0 + $1 }
    let counts = ratings.counts
    let total = zip(noise, counts).reduce(0.0) { $0 + Double($1.0 * $1.1) }
    let average = Float(total / Double(max(1, counts.reduce(0, +))))
    return noise.map { $0 / max(average, 1e-6) }
  }
}

extension FactorModel {
  /// τ · tr(T_j Q): what the doubt T_j about a book's factors adds to the variance of its ratings, in units
  /// of the noise's, where Q is the second moment of readers' factors.
  fileprivate func doubts() -> [Float] {
    let order = books.beliefs.order
    let moment = Matrix(rows: order, columns: order)
    multiply(readers.priorMeans.view.transposed, readers.priorMeans.view, into: moment.view)
    moment.scale(1 / Float(max(1, readers.count)))
    moment.add(readers.priorCovariance, times: 1)
    var weights: [Float] = []
    for i in 0..<order { for j in 0...i { weights.append(moment[i, j] * (i == j ? 1 : 2)) } }
    return (0..<books.count).map { book in
      let trace = zip(books.beliefs.covariance(book), weights).reduce(Float(0)) { $0 + $1.0 * $1.1 }
      return max(0, trace * precision)
    }
  }
}
