import Foundation
import OctavoTestSupport
import Parallelism
import Testing

@testable import Octavo

/// The surrogate of a search for options.
@Suite struct GaussianProcessTests {
  private let parameters = GaussianProcess.Parameters(lengths: [0.4, 0.8], noise: 0.01)

  private func points(_ count: Int) -> [[Double]] {
    let sequence = HaltonSequence(dimensions: 2, seed: 1)
    return (0..<count).map { sequence[$0] }
  }

  private func value(_ point: [Double]) -> Double { sin(5 * point[0]) + point[1] * point[1] }

  /// The kernel as Rasmussen and Williams print it, equation 4.17.
  private func kernel(_ a: [Double], _ b: [Double]) -> Double {
    let r = zip(zip(a, b), parameters.lengths)
      .reduce(0) { $0 + pow(($1.0.0 - $1.0.1) / $1.1, 2) }.squareRoot()
    return (1 + 5.0.squareRoot() * r + 5 * r * r / 3) * exp(-5.0.squareRoot() * r)
  }

  @Test func predictionsAreThoseOfTheFormulas() throws {
    let points = points(12)
    let values = points.map(value)
    let process = try #require(GaussianProcess(points, values, parameters))
    let mean = values.reduce(0, +) / 12
    let matrix = points.indices.flatMap { i in
      points.indices.map { j in kernel(points[i], points[j]) + (i == j ? 0.01 + 1e-4 : 0) }
    }
    let weights = solved(matrix, values.map { $0 - mean })
    let amplitude = zip(weights, values).reduce(0) { $0 + $1.0 * ($1.1 - mean) } / 12
    let targets = [[0.3, 0.3], [0.9, 0.1], points[4]]
    for (target, found) in zip(targets, process.predictions(at: targets)) {
      let row = points.map { kernel(target, $0) }
      let expected = mean + zip(row, weights).reduce(0) { $0 + $1.0 * $1.1 }
      let variance = amplitude * (1 - zip(row, solved(matrix, row)).reduce(0) { $0 + $1.0 * $1.1 })
      #expect(abs(found.mean - expected) < 2e-3, "\(target)")
      #expect(abs(found.deviation - variance.squareRoot()) < 5e-3, "\(target)")
    }
  }

  @Test func aFittedProcessPredictsASmoothFunctionAndKnowsWhichDimensionMatters() throws {
    let points = points(40)
    var generator = SeededGenerator(seed: 3)
    let values = points.map { sin(5 * $0[0]) }
    let process = try #require(GaussianProcess.fitted(points, values, using: &generator))
    let targets = [[0.15, 0.5], [0.45, 0.2], [0.8, 0.9]]
    for (target, found) in zip(targets, process.predictions(at: targets)) {
      #expect(abs(found.mean - sin(5 * target[0])) < 0.05, "\(target)")
      #expect(found.deviation < 0.2)
    }
    #expect(process.parameters.lengths[1] > 3 * process.parameters.lengths[0])
  }

  @Test(arguments: [(0.0, 1.0), (0.5, 0.3), (-1.0, 0.4), (2.0, 0.1), (0.1, 2.0)])
  func expectedImprovementIsTheIntegralOfTheGain(mean: Double, deviation: Double) {
    // The mean of max(0, 0.25 − y) over y of this distribution, by the midpoint rule.
    let steps = 200_000
    let gain = (0..<steps).reduce(0.0) { sum, step in
      let z = -10 + 20 * (Double(step) + 0.5) / Double(steps)
      let density = exp(-z * z / 2) / (2 * Double.pi).squareRoot()
      return sum + max(0, 0.25 - (mean + deviation * z)) * density * 20 / Double(steps)
    }
    let found = Surrogate.expectedImprovement((mean, deviation), below: 0.25)
    #expect(abs(found - gain) < 1e-6)
  }

  @Test func haltonsPointsFillEveryBox() {
    let sequence = HaltonSequence(dimensions: 3, seed: 9)
    var counts: [Int: Int] = [:]
    for index in 0..<1000 {
      let point = sequence[index]
      #expect(point.allSatisfy { $0 >= 0 && $0 < 1 })
      counts[point.reduce(0) { $0 * 2 + Int($1 * 2) }, default: 0] += 1
    }
    // A random sample of 1,000 would stray from 125 by ten and more.
    #expect(counts.count == 8 && counts.values.allSatisfy { abs($0 - 125) <= 8 }, "\(counts)")
  }
}
