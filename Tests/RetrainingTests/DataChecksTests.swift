import Foundation
import Support
import Testing

@testable import BookData
@testable import Retraining

@Suite struct DataChecksTests {
  private let checks = DataChecks()

  /// 100 readers × 20 of 50 books, ratings 1 to 5.
  private func ratings(
    readers: Range<Int64> = 0..<100, books: Range<Int64> = 0..<50,
    _ value: (Int64, Int64) -> Float = { Float(1 + ($0 + $1) % 5) }
  ) -> Ratings {
    let (readerIds, bookIds) = (Vocabulary(integers: readers), Vocabulary(integers: books))
    var rows: [Rating] = []
    for reader in readers {
      for step in 0..<20 as Range<Int64> {
        let book = books.lowerBound + (reader * 7 + step * 3) % Int64(books.count)
        guard let r = readerIds.index(of: reader), let b = bookIds.index(of: book) else { continue }
        rows.append(Rating(reader: r, book: b, value: value(reader, book)))
      }
    }
    var report = RatingsReport()
    report.goodRows = rows.count
    return Ratings(rows: rows, readers: readerIds, books: bookIds, report: report)
  }

  private func keys(_ now: Ratings, _ before: Ratings?) -> [String] {
    checks.findings(now, before: before.map { DataRecord($0) }).map(\.key)
  }

  @Test func aSideFileThatIsGoneIsAFinding() throws {
    let now = ratings()
    func keys(_ there: [String]?, _ before: [String]?, _ checks: DataChecks) -> [String] {
      checks.findings(now, sideFiles: there, before: DataRecord(now, sideFiles: before)).map(\.key)
    }
    #expect(keys(["tags.csv"], ["books.csv", "tags.csv"], checks) == ["checks.files_may_go"])
    #expect(keys(["books.csv", "tags.csv"], ["tags.csv"], checks).isEmpty)
    // A record of before the names were kept tells nothing.
    #expect(keys([], nil, checks).isEmpty && keys(nil, ["books.csv"], checks).isEmpty)
    var lenient = checks
    lenient.filesMayGo = true
    #expect(keys([], ["books.csv"], lenient).isEmpty)
  }

  @Test func factsAreWhatTheRatingsAre() {
    let facts = DataFacts(ratings())
    #expect((facts.rows, facts.ratings, facts.readers, facts.books) == (2000, 2000, 100, 50))
    #expect((facts.lowest, facts.highest) == (1, 5))
    #expect(abs(facts.mean - 3) < 1e-12 && abs(facts.deviation - 2.0.squareRoot()) < 1e-12)
  }

  @Test func theSameAndGrownRatingsAreRight() {
    #expect(keys(ratings(), ratings()) == [])
    #expect(keys(ratings(readers: 0..<104), ratings()) == [])
    #expect(keys(ratings(), nil) == [])
  }

  @Test func fewerRowsAndMissingReadersAreFound() {
    let findings = checks.findings(ratings(readers: 0..<80), before: DataRecord(ratings()))
    #expect(findings.map(\.key) == ["checks.fewer_rows", "checks.missing_readers"])
    #expect(
      findings.map(\.description) == [
        "1600 rows, 2000 last time, expected at least 1960",
        "20 of 100 readers are missing, expected at most 2",
      ])
  }

  @Test func moreRowsAndNewReadersAreFound() {
    #expect(
      keys(ratings(readers: 0..<201), ratings()) == ["checks.more_rows", "checks.new_readers"])
  }

  @Test func otherBooksAreFound() {
    #expect(
      keys(ratings(books: 10..<60), ratings()) == ["checks.new_books", "checks.missing_books"])
  }

  @Test func aMovedMeanIsFound() {
    #expect(
      keys(ratings { Float(min(5, 1 + ($0 + $1) % 5 + ($0 % 2))) }, ratings())
        == ["checks.mean_shift"])
  }

  @Test func anotherRangeIsFound() {
    // A single reader's ratings hardly move the mean.
    #expect(
      keys(ratings { $0 == 3 && $1 == 21 ? 10 : Float(1 + ($0 + $1) % 5) }, ratings())
        == ["checks.range_may_change"])
    var open = checks
    open.rangeMayChange = true
    let changed = ratings { $0 == 3 && $1 == 21 ? 10 : Float(1 + ($0 + $1) % 5) }
    #expect(open.findings(changed, before: DataRecord(ratings())).isEmpty)
  }

  @Test func ratingsThatWereAllAlikeMayStaySo() {
    #expect(keys(ratings { _, _ in 4 }, ratings { _, _ in 4 }) == [])
  }

  @Test func duplicatesAreFound() {
    var doubled = ratings()
    doubled.report.goodRows = 4000
    doubled.report.duplicates = 2000
    #expect(keys(doubled, ratings()) == ["checks.duplicates"])
    #expect(keys(doubled, doubled) == [])
  }

  @Test func badRowsAreFoundWithoutComparison() {
    var bad = ratings()
    for line in 2..<40 {
      bad.report.badRows.append(
        .emptyField(path: "ratings.csv", line: line, column: "rating"))
    }
    #expect(keys(bad, nil) == ["checks.bad_rows"])
  }

  @Test func tooFewRowsAreFoundWithoutComparison() {
    #expect(keys(ratings(readers: 0..<4), nil) == ["checks.minimum_rows"])
  }

  @Test func theErrorNamesFileFindingsAndTheWayOut() {
    let error = SuspiciousDataError(
      path: "ratings.csv", findings: checks.findings(ratings(readers: 0..<4), before: nil))
    #expect(
      error.description
        == "ratings.csv: 80 rows, expected at least 100 (checks.minimum_rows); if that is right, run "
        + "once with --accept-data")
  }

  @Test func aRecordIsReadAsItWasWritten() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("record-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let record = DataRecord(ratings())
    try record.write(to: folder)
    try record.write(to: folder)
    #expect(try DataRecord(reading: folder) == record)
    try Data("x".utf8).write(to: URL(fileURLWithPath: folder + "/books.txt"))
    #expect(throws: DataError.self) { try DataRecord(reading: folder) }
  }
}
