import Foundation
import Kernels
import Parallelism
import Testing

@testable import Synthesis

@Suite struct OrdinalModelTests {
  private let model = OrdinalModel(thresholds: SIMD4(-2, -1.2, -0.3, 0.6), noise: 0.8)
  static let locations = [-30, -3, -1.2, -0.3, 0, 0.45, 2, 30]

  @Test(arguments: locations) func momentsAgreeWithNumericIntegration(location: Double) {
    let chances = model.chances(at: location)
    let (mean, variance) = integratedMoments(model, at: location)
    #expect(abs(chances.mean - mean) < 1e-6)
    #expect(abs(chances.variance - variance) < 1e-6)
  }

  @Test(arguments: [-1.2, 0, 0.7]) func momentsAgreeWithDrawnNoise(location: Double) {
    var generator = SeededGenerator(seed: 7)
    let count = 100_000
    let ratings = (0..<count).map { _ in
      let hidden = location + model.noise * generator.gaussian()
      return 1 + (0..<4).count { hidden > model.thresholds[$0] }
    }
    let mean = Double(ratings.reduce(0, +)) / Double(count)
    let variance = ratings.reduce(0) { $0 + pow(Double($1) - mean, 2) } / Double(count)
    // Four standard errors of a mean of 100,000 with a variance below 1, and twice that.
    #expect(abs(model.chances(at: location).mean - mean) < 0.013)
    #expect(abs(model.chances(at: location).variance - variance) < 0.025)
  }

  @Test func drawsHaveTheChances() {
    let chances = RatingChances(atMost: SIMD4(0.1, 0.3, 0.6, 0.9))
    #expect(
      [0, 0.099, 0.1, 0.29, 0.3, 0.6, 0.9, 0.999].map(chances.rating) == [1, 1, 2, 2, 3, 4, 5, 5])
  }

  @Test func fittedThresholdsGiveTheShares() {
    let shares = [0.05, 0.1, 0.2, 0.4, 0.25]
    let locations = [-1, -0.2, 0, 0.1, 2]
    let model = OrdinalModel.fitted(to: shares, locations: locations, noise: 0.5)
    var below = 0.0
    for k in 0..<4 {
      below += shares[k]
      let mean = locations.reduce(0) { $0 + model.chances(at: $1).atMost[k] } / 5
      #expect(abs(mean - below) < 1e-9, "threshold \(k)")
    }
  }
}
