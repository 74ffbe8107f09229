import BookData
import Foundation
import Testing
import Training

@testable import Octavo

@Suite struct TrainingMaterialTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("pipeline-\(UUID().uuidString)").path

  private func material(
    _ files: [String: String], _ change: (inout SplitConfiguration) -> Void = { _ in }
  ) throws -> DividedDataset {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for (name, text) in files {
      try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
    }
    var split = SplitConfiguration()
    (split.testFraction, split.validationFraction) = (0, 0)
    change(&split)
    return try Dataset(folder: folder, threads: 1).divided(by: split, threads: 1)
  }

  private let ratings = "user_id,book_id,rating\n1,7,3\n2,7,4\n1,8,5\n"

  @Test func listedBooksBelongToTheVocabularyAndTitlesAreRead() throws {
    let material = try material([
      "ratings.csv": ratings, "books.csv": "book_id,title,authors\n9,Emma,Jane Austen\n",
    ])
    #expect(material.ratings.books.count == 3)
    #expect(material.data.books == 2, "the fingerprint is of the ratings alone")
    #expect(material.titles.entries["9"]?.title == "Emma")
    #expect(material.rated[0] == [0, 1])
  }

  @Test func whatIsMissingBesideTheRatingsIsNoted() throws {
    let notes = try material(["ratings.csv": ratings]).notes
    #expect(
      notes.contains { $0.contains("books.csv") } && notes.contains { $0.contains("to_read") })
    let others = try material(["ratings.csv": ratings, "books.csv": "book_id,year\n9,\"1\n"]).notes
    #expect(others.contains { $0.contains("not used") }, "\(others)")
  }

  @Test func knownRatingsAreAllButTheTestPart() throws {
    let material = try material(["ratings.csv": ratings]) {
      ($0.testFraction, $0.validationFraction) = (0.3, 0.5)
    }
    #expect(material.known.count == 2)
    #expect(material.parts.test.count == 1 && material.parts.validation.count == 1)
  }

  @Test func partsThatLeaveNothingToLearnAreAnError() {
    #expect(throws: NothingToLearnError(ratings: 3)) {
      try material(["ratings.csv": ratings]) { $0.testFraction = 0.99 }
    }
  }
}
