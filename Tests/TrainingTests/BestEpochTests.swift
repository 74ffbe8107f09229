import Testing

@testable import Training

/// Which epoch's model is kept.
@Suite struct BestEpochTests {
  private func report(_ validationMSE: Double?) -> Epoch {
    Epoch(
      epoch: 1, trainMSE: 1,
      validation: validationMSE.map { ErrorMetrics(squared: $0, absolute: 0, count: 1) },
      learningRate: 1, ratingsPerSecond: 1, seconds: 1, isBest: false)
  }

  @Test func theLowerErrorIsBetter() {
    #expect(report(0.5).isBetter(than: report(0.6)))
    #expect(!report(0.6).isBetter(than: report(0.5)))
  }

  @Test func ofEqualErrorsTheEarlierStays() {
    #expect(!report(0.5).isBetter(than: report(0.5)))
    #expect(!report(.infinity).isBetter(than: report(.infinity)))
  }

  @Test func notANumberNeverReplacesANumberAndIsAlwaysReplacedByOne() {
    #expect(!report(.nan).isBetter(than: report(0.5)))
    #expect(!report(.nan).isBetter(than: report(.infinity)))
    #expect(report(0.5).isBetter(than: report(.nan)))
    #expect(!report(.nan).isBetter(than: report(.nan)))
  }

  @Test func withoutValidationTheLaterIsKept() {
    #expect(report(nil).isBetter(than: report(nil)))
  }
}
