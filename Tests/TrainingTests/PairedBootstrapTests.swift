import Foundation
import Parallelism
import Support
import Testing

@testable import Training

@Suite struct PairedBootstrapTests {
  /// What NumPy made of the same errors with other random numbers: see Scripts/make-goldens.
  private struct Golden: Decodable {
    var rows: [[Double]]
    var estimate: Double
    var standardError: Double
    var quantiles: [String: Double]

    static func read() throws -> Golden {
      let url = try #require(
        Bundle.module.url(forResource: "bootstrap", withExtension: "json", subdirectory: "Golden"))
      return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: url))
    }

    /// The errors as held-out ratings whose true value is 0.
    var heldOut: [HeldOutRating] {
      rows.map {
        HeldOutRating(
          reader: UInt32($0[0]), value: 0, candidate: Float($0[1]), reference: Float($0[2]),
          readerCount: 0, bookCount: 0)
      }
    }
  }

  @Test(arguments: [0.9, 0.95, 0.99])
  func boundsAreThoseOfNumPy(confidence: Double) throws {
    let golden = try Golden.read()
    let clusters = golden.heldOut.clusters
    #expect(clusters.count == 150 && clusters.reduce(0) { $0 + $1.count } == golden.rows.count)
    let difference = PairedBootstrap(resamples: 20_000, confidence: confidence, seed: 1)
      .difference(clusters, threads: 2)
    let unit = golden.standardError
    #expect(abs(difference.estimate - golden.estimate) < 1e-6)
    #expect(abs(difference.standardError - unit) < 0.03 * unit)
    // The error of a quantile of 20,000 draws is 0.013 (at 90 %) to 0.026 (at 99 %) standard errors.
    let upper = try #require(golden.quantiles["\(confidence)"])
    let lower = try #require(
      golden.quantiles["\((100 * (1 - confidence)).rounded() / 100)"])
    #expect(abs(difference.upper - upper) < 0.1 * unit, "\(difference.upper), NumPy \(upper)")
    #expect(abs(difference.lower - lower) < 0.1 * unit, "\(difference.lower), NumPy \(lower)")
  }

  /// The same draws, row by row instead of by sums.
  @Test func sumsByReaderAreTheRowsThemselves() throws {
    let rows = Array(try Golden.read().heldOut.prefix(200))
    let readers = rows.reduce(into: [UInt32]()) { if $0.last != $1.reader { $0.append($1.reader) } }
    let drawn = (0..<300).map { resample -> Double in
      var generator = SeededGenerator(seed: 9, stream: UInt64(resample))
      let sample = readers.indices.flatMap { _ in
        let reader = readers[Int(generator.next(upperBound: UInt64(readers.count)))]
        return rows.filter { $0.reader == reader }
      }
      return sample.rmse(\.candidate) - sample.rmse(\.reference)
    }
    let difference = PairedBootstrap(resamples: 300, confidence: 0.9, seed: 9)
      .difference(rows.clusters, threads: 1)
    #expect(abs(difference.upper - PairedBootstrap.quantile(drawn.sorted(), 0.9)) < 1e-12)
    #expect(abs(difference.lower - PairedBootstrap.quantile(drawn.sorted(), 0.1)) < 1e-12)
  }

  @Test func theSeedDecidesAndThreadsDoNot() throws {
    let clusters = try Golden.read().heldOut.clusters
    func difference(_ seed: UInt64, _ threads: Int) -> PairedBootstrap.Estimate {
      PairedBootstrap(resamples: 500, confidence: 0.95, seed: seed)
        .difference(clusters, threads: threads)
    }
    #expect(difference(1, 1) == difference(1, 4))
    #expect(difference(1, 1) != difference(2, 1))
  }

  @Test func equalModelsDifferByNothing() throws {
    let clusters = try Golden.read().heldOut.clusters.map {
      PairedBootstrap.Cluster(count: $0.count, candidate: $0.reference, reference: $0.reference)
    }
    let difference = PairedBootstrap(resamples: 200, confidence: 0.95, seed: 1)
      .difference(clusters, threads: 1)
    #expect(difference.upper == 0 && difference.lower == 0 && difference.standardError == 0)
  }

  @Test func oneReaderLeavesNothingToDraw() {
    let difference = PairedBootstrap(resamples: 200, confidence: 0.95, seed: 1).difference(
      [PairedBootstrap.Cluster(count: 4, candidate: 16, reference: 4)], threads: 1)
    #expect(difference.estimate == 1 && difference.lower == 1 && difference.upper == 1)
  }

  @Test(arguments: [(0.0, 1.0), (0.25, 2), (0.5, 3), (0.6, 3.4), (0.95, 4.8), (1, 5)])
  func quantilesLieOnTheLineBetweenNeighbours(share: Double, value: Double) {
    #expect(abs(PairedBootstrap.quantile([1, 2, 3, 4, 5], share) - value) < 1e-12)
    #expect(PairedBootstrap.quantile([7], share) == 7)
  }
}
