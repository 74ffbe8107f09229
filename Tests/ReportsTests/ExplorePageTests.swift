import Exploration
import Foundation
import Testing

@testable import Reports

/// What `explore` makes of its figures: weights of findings, advice, sentences.
@Suite final class ExplorePageTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent(UUID().uuidString)

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func explore(_ files: [String: String]) throws -> DataReport {
    for (name, text) in files {
      try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }
    return try DataReport(exploring: folder.path, threads: 2)
  }

  private let ratings = "user_id,book_id,rating\n1,1,5\n1,2,3\n2,1,4\n2,2,2\n"

  @Test func errorsComeBeforeNotesBeforeFacts() throws {
    let report = try explore([
      "ratings.csv": ratings + "3,1,many\n2,2,3\n4,1,5\n",
      "books.csv": "book_id,title,original_publication_year\n1,A,-5\n2,B,2000\n9,C,1990\n",
    ])
    let levels = report.findings.byWeight.map(\.problem.level)
    #expect(levels == levels.sorted() && Set(levels).count == 3, "\(report.findings)")
    #expect(report.findingSummary.hasPrefix("1 error, 1 note, "))
    #expect(report.findingSummary.hasSuffix("bad rows stop a training without --skip-bad-rows"))
    #expect(report.advice(folder: "x").last?.hasSuffix("run.html --skip-bad-rows") == true)
    let page = try report.html(folder: "x")
    let first = try #require(page.range(of: "<li class=\"error\">")).lowerBound
    #expect(first < (try #require(page.range(of: "<li class=\"fact\">"))).lowerBound)
  }

  @Test func nothingStopsATrainingOnFactsAlone() throws {
    let report = try explore(["ratings.csv": ratings + "3,1,4\n"])
    #expect(report.findingSummary == "1 fact; nothing stops a training")
    #expect(report.advice(folder: "x").contains { $0.contains("Nothing is known of the books") })
  }

  @Test func codesOfOneLanguageAreOne() throws {
    let rows = ["eng", "en-US", "eng", "", "fre", "fr", "en"].enumerated()
      .map { "\($0.offset + 1),T,\($0.element)\n" }
    let report = try explore([
      "ratings.csv": ratings, "books.csv": "book_id,title,language_code\n" + rows.joined(),
    ])
    let found = try #require(report.catalogue).spokenLanguages
    #expect(found.map(\.name) == ["en (eng, en, en-US)", "fr (fr, fre)"])
    #expect(found.map(\.books) == [4, 2] && report.catalogue?.booksWithoutLanguage == 1)
  }

  /// Thirty books whose pages fall as their ratings rise, all of them with one tag and few with another.
  @Test func relationsOfColumnsAndCommonTagsAreSaid() throws {
    let books = 1...30
    let report = try explore([
      "ratings.csv": "user_id,book_id,rating\n"
        + books.map { "\($0),\($0),\(1 + $0 % 5)\n\($0 + 1),\($0),\(1 + $0 % 5)\n" }.joined(),
      "books.csv": "book_id,goodreads_book_id,title,pages\n"
        + books.map { "\($0),\($0),T,\(500 - 10 * ($0 % 5))\n" }.joined(),
      "tags.csv": "tag_id,tag_name\n1,to-read\n2,sea\n",
      "book_tags.csv": "goodreads_book_id,tag_id,count\n"
        + books.map { "\($0),1,9\n" }.joined() + "3,2,1\n",
    ])
    let relation = try #require(report.relations?.first)
    #expect(report.relations?.count == 1 && relation.column == "pages" && relation.count == 30)
    #expect(abs(relation.withMean + 1) < 1e-12)
    let (page, text) = (try report.html(folder: "x"), report.text(folder: "x"))
    for words in [page, text] {
      #expect(words.contains("ank correlation of columns with") && words.contains("-1.000"))
      #expect(words.contains("hardly one from another: to-read."))
    }
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test func theSentenceAboutTheOrderIsOfItsEnds() throws {
    let rows = (0..<200).map { "\($0),1,\($0 < 20 ? 2 : $0 >= 180 ? 4 : $0 % 2 == 0 ? 1 : 5)\n" }
    let report = try explore(["ratings.csv": "user_id,book_id,rating\n" + rows.joined()])
    #expect(
      report.ratings.orderWords == "The first tenth of the rows has a mean of 2.00, the last 4.00.")
  }

  @Test func readersMeansAndFirstRowsAreThoseOfTheFile() throws {
    let report = try explore(["ratings.csv": ratings + "3,1,5\n"])
    // Means 4, 3 and 5 between 2 and 5, in twenty ranges of 0.15.
    #expect(
      report.ratings.readerMeans.counts.enumerated().filter { $0.element > 0 }.map(\.offset)
        == [6, 13, 19])
    #expect(report.files[0].firstRows == [["1", "1", "5"], ["1", "2", "3"], ["2", "1", "4"]])
    let page = try report.html(folder: "x")
    #expect(page.contains("ratings.csv: first rows") && !page.contains("Missing values"))
  }

  @Test func columnsWithGapsAreShownWithTheirShare() throws {
    let page = try explore([
      "ratings.csv": ratings, "books.csv": "book_id,title\n1,A\n2,\n",
    ]).html(folder: "x")
    #expect(page.contains("Missing values") && page.contains("books.csv: title"))
  }
}
