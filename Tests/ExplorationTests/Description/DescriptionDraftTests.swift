import BookData
import Exploration
import Foundation
import Testing

@Suite struct DescriptionDraftTests {
  private func draft(_ files: [String: String]) throws -> DescriptionDraft {
    let folder = FileManager.default.temporaryDirectory.path + "/draft-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for (name, text) in files {
      try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
    }
    return try DescriptionDraft(ofFolder: folder)
  }

  private func lines(_ count: Int, _ line: (Int) -> String) -> String {
    (1...count).map { line($0) + "\n" }.joined()
  }

  @Test func filesWithHeadersAreUnderstoodByTheNamesOfTheirColumns() throws {
    let draft = try draft([
      "ratings.csv": "userId,movieId,rating,timestamp\n1,2,3.5,1112486027\n",
      "movies.csv": "movieId,title,genres,minutes\n"
        + lines(50) {
          "\($0),Film \($0) (19\(40 + $0 % 50)),\($0 % 2 == 0 ? "War|Love" : "Sea"),\(80 + $0)"
        },
      "users.csv": "userId,gender,age,zip\n"
        + lines(60) { "\($0),\($0 % 2 == 0 ? "F" : "M"),\(20 + $0),0\($0)123" },
      "tags.csv": "userId,movieId,tag,timestamp\n1,2,sad,1\n", "links.csv": "movieId,imdbId\n1,2\n",
    ])
    let description = draft.description
    #expect(
      description.ratings
        == RatingsFormat(user: "userId", book: "movieId", rating: "rating", time: "timestamp"))
    #expect(
      description.books.columns.map(\.role) == [
        .id, .title, .categories(separator: "|"), .number,
      ])
    #expect(description.readers?.columns.map(\.role) == [.id, .category, .number, .unused])
    #expect(description.tags.format.user == "movieId" && !description.tags.hasWeights)
    #expect(draft.others == ["links.csv"])
  }

  @Test func filesWithoutHeadersAreUnderstoodByTheirValues() throws {
    let description = try draft([
      "u.data": lines(50) { "\($0)\t\($0 % 7)\t3\t88125094\($0 % 10)" },
      "u.item": lines(50) {
        "\($0)|Film \($0) (1995)|01-Jan-1995||\($0 % 2)|\($0 % 3 == 0 ? 1 : 0)"
      },
      "u.user": lines(50) { "\($0)|\(20 + $0)|M|job \($0 % 4)|0\(1000 + $0)" },
    ]).description
    var ratings = RatingsFormat.withoutHeader(separator: "\t")
    ratings.time = "4"
    #expect(description.ratingsFile == "u.data" && description.ratings == ratings)
    #expect(description.books.separator == "|" && !description.books.hasHeader)
    #expect(
      description.books.columns.map(\.role) == [.id, .title, .unused, .unused, .flag, .flag])
    #expect(
      description.readers?.columns.map(\.role) == [.id, .number, .unused, .category, .unused])
  }

  @Test func aFolderWithoutRatingsHasNoDraft() {
    #expect(throws: DataError.self) { try draft(["movies.csv": "movieId,title\n1,x\n"]) }
    let error = #expect(throws: DataError.self) { try draft(["ratings.csv": "a,b,c\n1,2,3\n"]) }
    #expect("\(error as Any)".contains("ratings.csv: cannot be used: no columns are called like"))
  }
}

@Suite struct TimeColumnTests {
  private func finding(_ rows: [String], _ format: RatingsFormat = RatingsFormat()) throws
    -> Finding?
  {
    let path = FileManager.default.temporaryDirectory.path + "/time-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let text = (["user_id,book_id,rating,timestamp"] + rows).joined(separator: "\n") + "\n"
    try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/ratings.csv"))
    let report = try DataReport(
      exploring: DataTables(folder: path), format: format, threads: 1)
    return report.findings.first { $0.problem == .ratingNotInOrderOfTime }
  }

  @Test func rowsAfterLaterOnesAreNamed() throws {
    let found = try #require(try finding(["1,1,3,50", "2,1,3,40", "3,1,3,45", "4,1,3,60"]))
    #expect(
      found.count == 2 && found.detail == "timestamp" && found.examples.map(\.line) == [3, 4])
  }

  @Test func rowsInOrderAndRowsWhoseTimesAreNamedAreFine() throws {
    #expect(try finding(["1,1,3,50", "2,1,3,50", "3,1,3,51"]) == nil)
    var format = RatingsFormat()
    format.time = "timestamp"
    #expect(try finding(["1,1,3,50", "2,1,3,40"], format) == nil)
  }
}
