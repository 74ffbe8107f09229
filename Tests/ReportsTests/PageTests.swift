import Exploration
import Foundation
import Support
import Testing

@testable import Reports

@Suite final class PageTests {
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

  private let ratings = "user_id,book_id,rating\n1,1,5\n1,2,3\n2,1,4\n"

  @Test func aTitleCannotSmuggleMarkupOrControlsIn() throws {
    let report = try explore([
      "ratings.csv": ratings,
      "books.csv": "book_id,title\n1,<script>alert(1)</script>\u{1B}[31m\n2,\"a & \"\"b\"\"\"\n",
    ])
    let page = try report.html(folder: "x<y>")
    #expect(!page.contains("<script"))
    #expect(page.contains("&lt;script&gt;alert(1)"))
    #expect(!page.contains("x<y>"))
    #expect(!report.text(folder: "x").contains("\u{1B}"))
  }

  @Test func aPageNeedsNoNetworkAndNoScript() throws {
    let page = try explore(["ratings.csv": ratings]).html(folder: "x")
    let outside = page.replacingOccurrences(of: "http://www.w3.org/2000/svg", with: "")
    #expect(!outside.contains("http://") && !outside.contains("https://"))
    #expect(page.contains("prefers-color-scheme: dark") && page.contains("@media print"))
    #expect(
      page.components(separatedBy: "<svg ").count
        == page.components(separatedBy: "role=\"img\"").count)
  }

  @Test func threeRatingsAreEnoughForAllOfIt() throws {
    let report = try explore(["ratings.csv": ratings])
    #expect(report.files.map(\.name) == ["ratings.csv"])
    #expect(report.ratings.density == 0.75)
    #expect(report.findings.map(\.problem) == [.readerWithOneRating, .bookWithOneRating])
    #expect(report.catalogue == nil && report.toRead == nil)
  }

  @Test func textFitsEightyColumns() throws {
    let title = String(repeating: "A very long title ", count: 20)
    let report = try explore([
      "ratings.csv": ratings,
      "books.csv":
        "book_id,title,\(String(repeating: "long_name", count: 12))\n1,\(title),1234567.25\n",
    ])
    for line in report.text(folder: "x").split(separator: "\n") {
      #expect(line.count <= 80, "\(line)")
    }
  }

  @Test func threadsMakeNoDifference() throws {
    let dirty = try #require(Bundle.module.url(forResource: "Dirty", withExtension: nil)).path
    let one = try DataReport(exploring: dirty, threads: 1)
    for threads in [2, 5] { #expect(try DataReport(exploring: dirty, threads: threads) == one) }
  }

  @Test func enormousNumbersAreNoTrap() throws {
    let report = try explore([
      "ratings.csv": "user_id,book_id,rating\n1,1,3e38\n1,2,-3e38\n2,1,1e-38\n",
      "books.csv":
        "book_id,title,original_publication_year,size\n1,A,1e300,1e308\n2,B,-1e9,1e308\n",
      "book_tags.csv": "goodreads_book_id,tag_id,count\n1,2,3e38\n1,3,2.5\n",
    ])
    _ = try report.json()
    _ = try report.html(folder: "x")
    _ = report.text(folder: "x")
    #expect(report.catalogue?.tags.map(\.uses) == [.max, 3])
  }

  @Test func sideFilesMayBeEmptyOrUseless() throws {
    let report = try explore([
      "ratings.csv": ratings, "to_read.csv": "user_id,book_id\n",
      "book_tags.csv": "goodreads_book_id,tag_id,count\n1,2,many\n3\n",
    ])
    #expect(report.files.map(\.rows) == [3, 2, 0])
    #expect(report.toRead == nil)
    let useless = report.findings.filter { $0.problem == .unusableRow }
    #expect(useless.map(\.count) == [2])
  }
}
