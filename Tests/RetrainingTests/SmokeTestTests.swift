import Foundation
import Octavo
import Support
import Testing

@testable import Retraining

@Suite struct SmokeTestTests {
  private let nights: Nights

  init() throws {
    nights = try Nights()
    try nights.write(Nights.rows())
  }

  private func outcome(
    _ options: SmokeTestOptions = SmokeTestOptions(),
    _ change: (inout Model) -> Void = { _ in }
  ) throws -> SmokeTest.Outcome {
    try nights.promote()
    var model = try ModelFolder.read(nights.store.currentPath)
    change(&model)
    let folder = nights.folder + "/changed"
    try ModelFolder.write(model, to: folder)
    return try SmokeTest(options: options).run(folder).outcome
  }

  @Test func aSoundModelAnswers() throws {
    let outcome = try outcome()
    #expect(outcome.objections.isEmpty, "\(outcome.objections)")
    // Twenty readers and an unknown one, forty books and an unknown one.
    #expect(outcome.readers == 21 && outcome.predictions == 21 * 41)
    #expect(outcome.listedBooks == 200 && outcome.slowestAnswerSeconds > 0)
  }

  @Test func aModelWithoutListsAnswersByPredictions() throws {
    let outcome = try outcome { $0.lists = nil }
    #expect(outcome.objections.isEmpty && outcome.listedBooks == 200)
  }

  @Test func weightsThatAreNotFiniteAreFound() throws {
    let error = #expect(throws: CheckpointError.self) {
      try outcome { $0.network.readers.setVector(row: 0, to: [.nan, 0, 0, 0]) }
    }
    #expect("\(String(describing: error))".contains("readers.embedding"))
  }

  @Test func whoeverHasRatedAlmostEverythingGetsWhatIsLeft() throws {
    var rows = Nights.rows()
    rows += (0..<37).map { Nights.Row(reader: 0, book: 10 * $0, rating: 3) }
    try nights.write(rows)
    #expect(try outcome().objections.isEmpty)
  }

  @Test func slownessIsFound() throws {
    var options = SmokeTestOptions()
    (options.loadSeconds, options.answerSeconds) = (1e-9, 1e-9)
    let objections = try outcome(options).objections
    #expect(objections.contains { $0.hasPrefix("loading took") })
    #expect(objections.contains { $0.hasPrefix("an answer took") })
  }

  @Test func aFolderThatCannotBeReadThrows() throws {
    #expect(throws: FileError.self) {
      try SmokeTest(options: SmokeTestOptions()).run(nights.folder)
    }
  }
}
