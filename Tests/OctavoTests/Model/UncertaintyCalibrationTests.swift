import BookData
import Octavo
import Parallelism
import Testing

@Suite struct UncertaintyCalibrationTests {
  /// Ratings whose errors are normal, of standard deviations between 0.5 and 1.5.
  private func calibration(errorsAreTimes factor: Double) -> UncertaintyCalibration {
    var generator = SeededGenerator(seed: 3)
    let deviations = (0..<20_000).map { 0.5 + Float($0 % 11) / 10 }
    let rows = deviations.enumerated().map { place, deviation in
      Rating(
        reader: UInt32(place % 50), book: UInt32(place % 70),
        value: 3 + Float(factor) * deviation * Float(normal(&generator)))
    }
    return UncertaintyCalibration(
      rows.map { _ in 3 }, deviations: deviations, on: rows,
      counts: (Array(0..<50), Array(0..<70)), noiseVariance: 0.25)
  }

  /// The sum of twelve uniform numbers less 6: close to normal.
  private func normal(_ generator: inout SeededGenerator) -> Double {
    (0..<12).reduce(-6.0) { sum, _ in sum + Double(generator.uniform()) }
  }

  @Test func rightDeviationsHoldWhatTheyShould() {
    let found = calibration(errorsAreTimes: 1)
    #expect(found.noise == 0.5)
    for (share, level) in zip(found.all.coverage, UncertaintyCalibration.levels) {
      #expect(abs(share - level) < 0.015, "\(share) of \(level)")
    }
    #expect(abs(found.all.standardizedDeviation - 1) < 0.02)
    #expect(abs(found.all.meanStandardized) < 0.02)
    #expect(abs(found.all.deviation - found.all.rmse) < 0.02)
  }

  @Test func deviationsThatAreTooSmallHoldTooLittle() {
    let found = calibration(errorsAreTimes: 2)
    #expect(abs(found.all.standardizedDeviation - 2) < 0.04)
    #expect(found.all.coverage[3] < 0.7)
  }

  @Test func fifthsGoFromSureToUnsureAndHoldEveryRating() {
    let found = calibration(errorsAreTimes: 1)
    #expect(found.byDeviation.count == 5)
    #expect(found.byDeviation.map(\.deviation) == found.byDeviation.map(\.deviation).sorted())
    for groups in [found.byDeviation, found.byReaderRatings, found.byBookRatings] {
      #expect(groups.reduce(0) { $0 + $1.count } == 20_000)
    }
    #expect(found.byDeviation[4].rmse > 1.5 * found.byDeviation[0].rmse)
  }
}
