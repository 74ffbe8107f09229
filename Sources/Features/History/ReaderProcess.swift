import Kernels

/// Gaussian-process regression over the books of one reader, and what it says of each without its rating.
///
/// Rasmussen and Williams, "Gaussian Processes for Machine Learning" (2006), sections 2.2 and 5.4.2: with
/// A = K + N (N diagonal, the noise, about 1) and α = A⁻¹ x, the prediction at place j from the other places is
/// x_j − α_j / (A⁻¹)_jj, with variance 1 / (A⁻¹)_jj, noise included.
final class ReaderProcess {
  private let factor: Cholesky
  /// The least variance of noise: 0, unless the kernel is so large that more is needed to solve the system.
  private let leastNoise: Float
  /// L⁻¹ e_j as row j, where A = L Lᵀ, [n × n]; forecasts and cold-start readers need none.
  private lazy var whitenedAxes: Matrix = {
    let axes = Matrix(rows: factor.size, columns: factor.size)
    axes.addToDiagonal(1)
    factor.whiten(axes.view)
    return axes
  }()
  /// The diagonal of A⁻¹, [n].
  private lazy var inverseDiagonal = whitenedAxes.rowProducts(whitenedAxes)

  /// The process of books whose kernel matrix is `kernel`, [n × n], which is clobbered.
  ///
  /// - Parameter noise: The variance of the noise of each book's rating, [n].
  init(kernel: Matrix, noise: [Float]) {
    precondition(noise.count == kernel.rows, "\(noise.count) variances for \(kernel.rows) books")
    // Beside a kernel that is larger by far the noise would drown in rounding, and with it the system.
    let largest = (0..<kernel.rows).reduce(Float(0)) { max($0, kernel[$1, $1]) }
    // The rounding of cosines in a table counts most.
    leastNoise = Float(kernel.rows) * largest * CosineTable.largestError
    for (i, variance) in noise.enumerated() { kernel[i, i] += max(variance, leastNoise) }
    guard let factor = Cholesky(factoring: kernel) else {
      preconditionFailure("a kernel of \(kernel.rows) books is not positive definite")
    }
    self.factor = factor
  }

  /// The variance of each book's prediction without its own rating, noise included.
  var variances: [Float] { inverseDiagonal.map { 1 / $0 } }

  /// α = A⁻¹ x, [n].
  func weights(_ residuals: [Float]) -> [Float] {
    let solution = Matrix(rows: 1, columns: residuals.count, values: residuals)
    factor.solve(solution.view)
    return solution.values
  }

  /// Each residual minus its prediction from the others, [n].
  func errors(_ residuals: [Float]) -> [Float] {
    zip(weights(residuals), inverseDiagonal).map { $0 / $1 }
  }

  /// The α of the systems that lack one place each, [n × n]: row j has those without j, and 0 at j.
  ///
  /// Residual j takes no part in row j, not even by rounding.
  func weightsWithoutOne(_ residuals: [Float]) -> Matrix {
    let n = factor.size
    let others = Matrix(rows: n, columns: n)
    for j in 0..<n {
      others.rows(from: j, count: 1).copy(from: residuals)
      others[j, j] = 0
    }
    // A⁻¹ = (L⁻¹)ᵀ L⁻¹ by LAPACK's spotri is several times slower than this product, for such n.
    let inverse = Matrix(rows: n, columns: n)
    multiply(whitenedAxes.view, whitenedAxes.view.transposed, into: inverse.view)
    let result = Matrix(rows: n, columns: n)
    multiply(others.view, inverse.view, into: result.view)
    result.removeOwn(inverse)
    return result
  }

  // MARK: Forecasts: each place from the places before it

  /// Each residual minus its prediction from those before it, [n].
  ///
  /// With A = L Lᵀ the prediction of place j from the places before it errs by L_jj (L⁻¹ x)_j, and its
  /// variance is L_jj²: the factor's leading parts are the factors of A's.
  func forecastErrors(_ residuals: [Float]) -> [Float] {
    zip(whitened(residuals).values, factor.diagonal).map(*)
  }

  /// The variance of each book's prediction from the books before it, noise included.
  var forecastVariances: [Float] { factor.diagonal.map { $0 * $0 } }

  /// The α of the systems of the places before each place, [n × n]: row j has those before j, else 0.
  func weightsOfEarlier(_ residuals: [Float]) -> Matrix {
    let result = Matrix(rows: factor.size, columns: factor.size)
    factor.solveLeading(whitened(residuals), into: result)
    return result
  }

  /// L⁻¹ x, [1 × n].
  private func whitened(_ residuals: [Float]) -> Matrix {
    let result = Matrix(rows: 1, columns: residuals.count, values: residuals)
    factor.whiten(result.view)
    return result
  }

  /// The variance of predictions at other books, noise included.
  ///
  /// - Parameters:
  ///   - kernels: The kernel between those books and the reader's, [m × n]; clobbered.
  ///   - priors: The kernel of each of those books with itself, [m].
  ///   - noise: The variance of the noise of each of those books' rating, [m].
  func variances(_ kernels: Matrix, priors: [Float], noise: [Float]) -> [Float] {
    factor.whiten(kernels.view)
    return zip(zip(priors, kernels.rowProducts(kernels)), noise).map { variance, noise in
      max(variance.0 - variance.1, 0) + max(noise, leastNoise)
    }
  }
}
