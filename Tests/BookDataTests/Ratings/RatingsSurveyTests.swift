import Foundation
import Testing

@testable import BookData

@Suite struct RatingsSurveyTests {
  private func survey(_ text: String, chunkLength: Int = 1 << 19) throws -> RatingsSurvey {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("\(UUID().uuidString).csv").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    var reader = RatingsReader(skipBadRows: true, threads: 2)
    reader.chunkLength = chunkLength
    return try reader.survey([.file(path)])
  }

  /// Lines 2, 4, 6, 8, 9 and 11 are good; 9 repeats 2, and 11 repeats 4.
  private let text = """
    user_id,book_id,rating
    1,1,5

    2,1,4
    2,two
    3,1,3
    3,1,many
    4,4,1
    1,1,2
    ,3,2
    2,1,1
    """

  @Test(arguments: [4, 13, 1 << 19]) func everyRowKnowsItsLine(chunkLength: Int) throws {
    let survey = try survey(text, chunkLength: chunkLength)
    #expect(survey.all.rows.indices.map { survey.line(ofRow: $0) } == [2, 4, 6, 8, 9, 11])
    #expect(survey.all.rows.map(\.value) == [5, 4, 3, 1, 2, 1])
  }

  @Test(arguments: [4, 13, 1 << 19]) func emptyLinesCount(chunkLength: Int) throws {
    let survey = try survey(
      "user_id,book_id,rating\n\n\n1,1,5\n\n\n\n\n2,1,4\n \n\n\n3,1,3\n\n", chunkLength: chunkLength
    )
    #expect(survey.all.rows.indices.map { survey.line(ofRow: $0) } == [4, 9, 13])
  }

  @Test func quotedFilesKnowTheirLinesToo() throws {
    let survey = try survey(text.replacingOccurrences(of: "4,4,1", with: "\"4\",4,1"))
    #expect(survey.all.rows.indices.map { survey.line(ofRow: $0) } == [2, 4, 6, 8, 9, 11])
  }

  @Test func linesStayRightWhereMissingIdsAreDropped() throws {
    let survey = try survey(
      "user_id,book_id,rating\n1,1,5\nNA,1,4\n\n3,1,3\n")
    #expect(survey.all.rows.indices.map { survey.line(ofRow: $0) } == [2, 5])
    #expect(survey.all.report.badRows.groups.map(\.reason) == ["user_id is NA, a missing id"])
  }

  @Test(arguments: [4, 1 << 19]) func repetitionsAreAllButTheLast(chunkLength: Int) throws {
    let survey = try survey(text, chunkLength: chunkLength)
    #expect(survey.repetitions(threads: 2).map { survey.line(ofRow: $0) } == [2, 4])
    let kept = survey.withoutRepetitions(threads: 2)
    #expect(kept.rows.map(\.value) == [3, 1, 2, 1])
    #expect(kept.report.duplicates == 2)
  }

  @Test(arguments: [4, 1 << 19]) func badRowsAreGroupedByWhatIsWrong(chunkLength: Int) throws {
    let groups = try survey(text, chunkLength: chunkLength).all.report.badRows.groups
    #expect(
      groups.map(\.reason) == [
        "wrong number of fields", "rating is not a number", "user_id is empty",
      ])
    #expect(groups.map { $0.examples.map(\.line) } == [[5], [7], [10]])
  }
}
