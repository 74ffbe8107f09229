import BookData
import Foundation
import Parallelism
import Testing

@Suite struct RatingTimeTests {
  @Test(arguments: [
    ("1425926565", 1_425_926_565.0), ("1425926565.5", 1_425_926_565.5), ("0", 0), ("-1", -1),
    ("1425926565123", 1_425_926_565.123), ("1970-01-01", 0), ("2015-03-09", 1_425_859_200),
    ("2015-03-09 18:42:45", 1_425_926_565), ("2015-03-09T18:42:45Z", 1_425_926_565),
    ("2015-03-09T20:42:45+02:00", 1_425_926_565), ("2015-03-09T16:12:45.25-0230", 1_425_926_565.25),
    ("2015-03-09 18:42", 1_425_926_520), ("2016-02-29", 1_456_704_000),
    ("1969-12-31 23:59:59 UTC", -1), ("0001-01-01", -62_135_596_800),
  ])
  func timesAreSecondsOrISO8601(text: String, seconds: Double) {
    #expect(RatingTime.seconds(Array(text.utf8)[...]) == seconds)
  }

  @Test(arguments: [
    "", "yesterday", "2015-02-29", "2015-13-01", "15-03-09", "2015-03-09T", "2015-03-09 25:00",
    "2015-03-09 18:60", "2015-03-09 18:42:45.", "2015-03-09 18:42:45 CET", "09.03.2015", "inf",
    "nan",
    "2015-03-09T18:42:45+2", "2015-03-09 18:42:45Zx",
  ])
  func nothingElseIsATime(text: String) {
    #expect(RatingTime.seconds(Array(text.utf8)[...]) == nil)
  }

  @Test func everyDayFollowsTheDayBefore() {
    let formatter = ISO8601DateFormatter()
    formatter.formatOptions = [.withFullDate]
    for day in stride(from: -800_000 / 2, to: 60_000, by: 97) {
      let text = formatter.string(from: Date(timeIntervalSince1970: Double(day) * 86_400))
      // The calendars of Foundation and of ISO 8601 part ways before 1582.
      guard day > -141_000 else { continue }
      #expect(RatingTime.seconds(Array(text.utf8)[...]) == Double(day) * 86_400, "\(text)")
    }
  }
}

@Suite struct RatingsInTimeTests {
  private func read(_ rows: [String], threads: Int = 2) throws -> RatingsSurvey {
    let text = (["time,user_id,book_id,rating"] + rows).joined(separator: "\n") + "\n"
    let folder = try TemporaryFolder(["ratings.csv": text])
    var format = RatingsFormat()
    format.time = "time"
    return try RatingsReader(format: format, threads: threads)
      .survey([.file(folder.path + "/ratings.csv")])
  }

  private func words(_ survey: RatingsSurvey) -> [String] {
    survey.all.rows.map {
      "\(survey.all.readers.text(at: $0.reader))-\(survey.all.books.text(at: $0.book))"
    }
  }

  @Test(arguments: [
    ["300,1,1,5", "100,2,1,4", "200,1,2,3"],
    ["1970-01-01 00:05,1,1,5", "100,2,1,4", "1970-01-01T00:03:20Z,1,2,3"],
  ])
  func rowsAreInTheOrderOfTheirTimes(rows: [String]) throws {
    let survey = try read(rows)
    #expect(words(survey) == ["2-1", "1-2", "1-1"])
    #expect(survey.all.rows.indices.map { survey.line(ofRow: $0) } == [3, 4, 2])
    #expect(survey.all.report.times == 100...300)
  }

  @Test func ofTheSameTimeTheFirstInTheFileComesFirst() throws {
    #expect(
      words(try read(["5,9,1,1", "5,3,1,1", "4,7,1,1", "5,1,1,1"])) == ["7-1", "9-1", "3-1", "1-1"])
  }

  @Test func ofARepeatedRatingTheLatestIsKept() throws {
    let ratings = try read(["9,1,1,5", "3,1,1,2", "4,2,1,1"]).withoutRepetitions(threads: 1)
    #expect(ratings.rows.map(\.value) == [1, 5])
  }

  @Test func textIdsAndQuotesKeepTheOrder() throws {
    #expect(words(try read(["9,\"ann\",x,5", "3,bob,y,2"])) == ["bob-y", "ann-x"])
  }

  @Test func manyRowsAreSortedStablyByAnyNumberOfThreads() throws {
    var generator = SeededGenerator(seed: 2)
    let times = (0..<60_000).map { _ in Int(generator.next(upperBound: UInt64(40))) - 20 }
    let rows = times.enumerated().map { "\($1),\($0),1,3" }
    let order = times.indices.sorted { (times[$0], $0) < (times[$1], $1) }
    for threads in [1, 3] {
      #expect(words(try read(rows, threads: threads)) == order.map { "\($0)-1" })
    }
  }

  @Test(arguments: [("noon", "noon"), ("", "empty")])
  func aRowWithoutATimeIsBad(text: String, word: String) throws {
    let error = #expect(throws: DataError.self) { try read(["1,1,1,1", "\(text),2,1,1"]) }
    #expect("\(String(describing: error))".contains("time"))
    #expect(error?.line == 3)
  }
}
