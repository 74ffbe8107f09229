import BookData
import Testing
import Training

@Suite struct ErrorBreakdownTests {
  private let rows: [Rating] = [
    Rating(reader: 0, book: 0, value: 1), Rating(reader: 0, book: 1, value: 5),
    Rating(reader: 1, book: 2, value: 5), Rating(reader: 9, book: 9, value: 3),
  ]
  private let predictions: [Float] = [2, 5, 4, 3]

  private func breakdown() -> ErrorBreakdown {
    ErrorBreakdown(
      of: predictions, on: rows, range: RatingRange(lowest: 1, highest: 5),
      counts: (readers: [4, 5], books: [1000, 1, 19]), threads: 2)
  }

  @Test func groupsByTheTrueRating() {
    let groups = breakdown().byRating
    #expect(groups.map(\.from) == [1, 3, 5] && groups.map(\.to) == [1, 3, 5])
    #expect(groups.map(\.errors.mse) == [1, 0, 0.5])
    #expect(groups.map(\.errors.count) == [1, 1, 2])
    #expect(groups.map(\.predicted) == [2, 3, 4.5])
    #expect(groups.map(\.actual) == [1, 3, 5])
  }

  @Test func groupsByTrainingRatingsFromColdToWarm() {
    let readers = breakdown().byReaderRatings
    #expect(readers.map(\.from) == [0, 1, 5] && readers.map(\.to) == [1, 5, 10])
    #expect(readers.map(\.errors.count) == [1, 2, 1])
    let books = breakdown().byBookRatings
    #expect(books.map(\.from) == [0, 1, 10, 1000] && books.map(\.to) == [1, 5, 20, nil])
  }

  @Test func calibrationComparesMeansWithinIntervalsOfThePrediction() {
    let groups = breakdown().calibration
    // Ten intervals of 0.4 from 1 to 5; the last one holds its end.
    #expect(groups.map { Int(($0.predicted - 1) / 0.4 + 0.001) } == [2, 5, 7, 10])
    #expect(zip(groups.map(\.from), [1.8, 3, 3.8, 4.6]).allSatisfy { abs($0 - $1) < 1e-9 })
    #expect(groups.map(\.actual) == [1, 3, 5, 5])
    #expect(groups.last?.to == 5)
  }

  @Test func everyRatingIsInOneGroupOfEachTable() {
    let many = (0..<1000).map { i in
      Rating(reader: UInt32(i % 7), book: UInt32(i % 13), value: Float(i) / 100)
    }
    let breakdown = ErrorBreakdown(
      of: many.map { $0.value * 0.9 }, on: many, range: RatingRange(lowest: 0, highest: 9.99),
      counts: (readers: Array(0..<7), books: Array(0..<13)), threads: 2)
    #expect(breakdown.byRating.count == 10)
    for table in [
      breakdown.byRating, breakdown.byReaderRatings, breakdown.byBookRatings,
      breakdown.calibration,
    ] {
      #expect(table.reduce(0) { $0 + $1.errors.count } == 1000)
    }
  }

  @Test func groupsAreCalledByWhatTheyHold() {
    #expect(breakdown().byRating.map(\.name) == ["1", "3", "5"])
    #expect(breakdown().byReaderRatings.map(\.name) == ["0", "1–4", "5–9"])
    #expect(breakdown().byBookRatings.map(\.name) == ["0", "1–4", "10–19", "1,000 or more"])
    #expect(breakdown().calibration.last?.name == "4.6 to 5")
  }

  @Test func residualsAndSharesHoldEveryRating() {
    let spread = breakdown().spread
    #expect(spread.residuals.count == 40 && spread.shares.map(\.count) == [20, 20, 20])
    #expect(spread.residuals.reduce(0) { $0 + $1.count } == 4)
    #expect(spread.residuals.filter { $0.count > 0 }.map(\.from) == [-1, 0, 1])
    #expect(spread.shares.allSatisfy { abs($0.reduce(0, +) - 1) < 1e-12 })
    #expect(spread.shares[2][15] == 0.5 && spread.shares[2][19] == 0.5)
  }

  /// Between the bounds lies the figure, and readers who err alike make it no less certain than one does.
  @Test func boundsHoldTheFigureAndDrawWholeReaders() {
    let breakdown = breakdown()
    for group in [breakdown.all] + breakdown.byRating {
      #expect(group.rmse.lower <= group.errors.rmse && group.errors.rmse <= group.rmse.upper)
    }
    let alone = breakdown.byRating[2]
    #expect(alone.errors.count == 2 && alone.rmse.lower == 0 && alone.rmse.upper == 1)
    let one = ErrorBreakdown(
      of: [1, 5], on: [rows[0], rows[0]], range: RatingRange(lowest: 1, highest: 5),
      counts: ([], []), threads: 1)
    #expect(one.all.rmse.lower == one.all.errors.rmse, "one reader leaves nothing to draw")
  }

  @Test func aSingleKindOfRatingNeedsNoWidth() {
    let one = ErrorBreakdown(
      of: [4], on: [Rating(reader: 0, book: 0, value: 4)],
      range: RatingRange(lowest: 4, highest: 4),
      counts: ([], []), threads: 1)
    #expect(one.all.errors.mse == 0 && one.mae.upper == 0)
  }
}
