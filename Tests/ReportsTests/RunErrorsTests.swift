import BookData
import Support
import Testing
import Training

@testable import Reports

@Suite struct RunErrorsTests {
  private let range = RatingRange(lowest: 1, highest: 5)

  private func pair(
    _ rating: Double, _ prediction: Double, reader: Int = 5, book: Int = 5
  ) -> RunErrors.Pair {
    .init(rating: rating, prediction: prediction, readerRatings: reader, bookRatings: book)
  }

  @Test func nothingHasNoErrors() {
    #expect(RunErrors([], range: range) == nil)
  }

  @Test func aPredictionThatIsNoNumberIsLeftOut() {
    #expect(RunErrors([pair(5, .nan), pair(1, .infinity)], range: range) == nil)
    #expect(RunErrors([pair(5, .nan), pair(1, 2)], range: range)?.all.errors.count == 1)
  }

  @Test func errorsAreGroupedByTheTrueRating() throws {
    let found = try #require(
      RunErrors([pair(5, 4), pair(1, 3), pair(5, 4.5)], range: range))
    #expect(found.byRating.map(\.name) == ["1", "5"])
    #expect(found.byRating.map(\.errors.mse) == [4, (1 + 0.25) / 2])
    #expect(found.byRating.map(\.errors.mae) == [2, 0.75])
    #expect(found.all.errors.count == 3)
    #expect(abs(found.all.meanPrediction - 11.5 / 3) < 1e-12)
  }

  @Test func coldAndWarmAreToldApart() throws {
    let counts = [0, 1, 4, 5, 19, 20, 49, 100]
    let pairs = counts.map { pair(3, 3, reader: $0, book: 1000 - $0) }
    let found = try #require(RunErrors(pairs, range: range))
    #expect(found.byReader.map(\.name) == ["0", "1–4", "5–9", "10–19", "20–49", "100–199"])
    #expect(found.byReader.map(\.errors.count) == [1, 2, 1, 1, 2, 1])
    #expect(found.byBook.map(\.name) == ["500–999", "1,000 or more"])
  }

  @Test func calibrationComparesPredictionsWithWhatCame() throws {
    let found = try #require(
      RunErrors([pair(5, 4.01), pair(3, 4.05), pair(1, 1), pair(5, 5)], range: range))
    #expect(found.calibration.map(\.name) == ["1.00 to 1.20", "4.00 to 4.20", "4.80 to 5.00"])
    #expect(found.calibration.map(\.meanRating) == [1, 4, 5])
  }

  @Test func residualsAndSharesHoldEveryRating() throws {
    let pairs = [pair(5, 1), pair(1, 5), pair(1, 1.1), pair(4, 4)]
    let found = try #require(RunErrors(pairs, range: range))
    #expect(found.residuals.reduce(0) { $0 + $1.count } == 4)
    #expect(found.residuals.first?.count == 1 && found.residuals.last?.count == 1)
    #expect(found.predictions.map { $0.reduce(0, +) } == [1, 1, 1])
    #expect(found.predictions[0][0] == 0.5 && found.predictions[0][19] == 0.5)
  }

  @Test func aSingleKindOfRatingNeedsNoWidth() {
    let found = RunErrors([pair(4, 4)], range: RatingRange(lowest: 4, highest: 4))
    #expect(found?.all.errors.mse == 0)
  }
}
