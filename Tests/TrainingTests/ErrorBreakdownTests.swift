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
      of: predictions, on: rows[...], range: RatingRange(lowest: 1, highest: 5),
      counts: (readers: [4, 5], books: [1000, 1, 19]))
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
      of: many.map { $0.value * 0.9 }, on: many[...], range: RatingRange(lowest: 0, highest: 9.99),
      counts: (readers: Array(0..<7), books: Array(0..<13)))
    #expect(breakdown.byRating.count == 10)
    for table in [
      breakdown.byRating, breakdown.byReaderRatings, breakdown.byBookRatings,
      breakdown.calibration,
    ] {
      #expect(table.reduce(0) { $0 + $1.errors.count } == 1000)
    }
  }
}
