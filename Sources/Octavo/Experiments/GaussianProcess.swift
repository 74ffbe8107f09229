import Foundation
import Kernels
import Parallelism

/// What is known of a function from a few noisy values: at every point a mean and a deviation.
///
/// Rasmussen and Williams, "Gaussian Processes for Machine Learning" (2006), chapters 2, 4.2 and 5.4.1. The
/// kernel is Matérn's with ν = 5/2 and a length for each dimension, as Snoek, Larochelle and Adams advise
/// (NIPS 2012). Lengths and noise are those of the greatest marginal likelihood, times a wide log-normal prior of
/// the lengths; the amplitude of the greatest likelihood is known in closed form.
struct GaussianProcess: Sendable {
  /// What decides how alike the values at two points are.
  struct Parameters: Sendable {
    /// The distance in each dimension at which values cease to be alike.
    var lengths: [Double]
    /// The variance of the noise as a share of that of the function.
    var noise: Double
  }

  let points: [[Double]]
  let parameters: Parameters
  private let factor: Cholesky
  /// K⁻¹ · (values − center).
  private let weights: [Double]
  private let center: Double
  private let variance: Double

  /// The process of these values at these points; nil where the kernel's matrix has no factor.
  init?(_ points: [[Double]], _ values: [Double], _ parameters: Parameters) {
    let n = points.count
    precondition(n == values.count && n > 0, "\(values.count) values at \(n) points")
    let matrix = Matrix(rows: n, columns: n)
    for i in 0..<n {
      for j in 0...i { matrix[i, j] = Float(Self.kernel(points[i], points[j], parameters.lengths)) }
      matrix[i, i] += Float(parameters.noise + Self.jitter)
    }
    guard let factor = Cholesky(factoring: matrix) else { return nil }
    let center = values.reduce(0, +) / Double(n)
    let residuals = values.map { $0 - center }
    let solved = Matrix(rows: 1, columns: n, values: residuals.map(Float.init))
    factor.solve(solved.view)
    (self.points, self.parameters, self.factor, self.center) = (points, parameters, factor, center)
    weights = solved.values.map(Double.init)
    variance = max(1e-12, zip(weights, residuals).reduce(0) { $0 + $1.0 * $1.1 } / Double(n))
  }

  /// What makes the matrix positive definite in single precision.
  private static let jitter = 1e-4

  /// The logarithm of the marginal likelihood with the best amplitude, without what is constant.
  var logLikelihood: Double {
    let determinant = factor.diagonal.reduce(0.0) { $0 + log(Double($1)) }
    let prior = parameters.lengths.reduce(0.0) { $0 + pow(log($1 / 0.7), 2) / 2 }
    return -Double(points.count) / 2 * log(variance) - determinant - prior
  }

  /// The mean and the deviation of the function, without noise, at each of `targets`.
  func predictions(at targets: [[Double]]) -> [(mean: Double, deviation: Double)] {
    let rows = Matrix(rows: targets.count, columns: points.count)
    for (i, target) in targets.enumerated() {
      for (j, point) in points.enumerated() {
        rows[i, j] = Float(Self.kernel(target, point, parameters.lengths))
      }
    }
    let means = targets.indices.map { i in
      center + points.indices.reduce(0) { $0 + Double(rows[i, $1]) * weights[$1] }
    }
    factor.whiten(rows.view)
    return targets.indices.map { i in
      let known = points.indices.reduce(0) { $0 + Double(rows[i, $1]) * Double(rows[i, $1]) }
      return (means[i], (variance * max(1e-9, 1 - known)).squareRoot())
    }
  }

  private static func kernel(_ a: [Double], _ b: [Double], _ lengths: [Double]) -> Double {
    var square = 0.0
    for i in a.indices {
      let distance = (a[i] - b[i]) / lengths[i]
      square += distance * distance
    }
    let scaled = (5 * square).squareRoot()
    return (1 + scaled + 5 * square / 3) * exp(-scaled)
  }
}

extension GaussianProcess {
  /// The process whose parameters explain the values best, of a few hundred tried; nil where none has a factor.
  ///
  /// - Parameter generator: Draws the parameters that are tried.
  static func fitted(
    _ points: [[Double]], _ values: [Double], using generator: inout SeededGenerator
  ) -> GaussianProcess? {
    var best: GaussianProcess?
    func attempt(_ parameters: Parameters) {
      guard let process = GaussianProcess(points, values, parameters),
        process.logLikelihood > best?.logLikelihood ?? -.infinity
      else { return }
      best = process
    }
    let dimensions = points[0].count
    let draws = max(60, min(240, 24_000 / points.count))
    for draw in 0..<draws {
      // First anywhere, then ever nearer to the best so far.
      let width = draw < draws / 2 ? 2.0 : 1.2 * Double(draws - draw) / Double(draws)
      let around = draw < draws / 2 ? nil : best?.parameters
      func near(_ value: Double?, _ standard: Double, _ range: ClosedRange<Double>) -> Double {
        let drawn = (value ?? standard) * exp(width * (2 * generator.uniform() - 1))
        return min(max(drawn, range.lowerBound), range.upperBound)
      }
      let lengths = (0..<dimensions).map { near(around?.lengths[$0], 0.7, 0.05...20) }
      attempt(Parameters(lengths: lengths, noise: near(around?.noise, 0.03, 1e-4...1)))
    }
    return best
  }
}
