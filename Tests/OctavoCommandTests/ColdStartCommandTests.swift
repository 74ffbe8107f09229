import Foundation
import Parallelism
import Support
import Testing

/// `predict --history` and `recommend --history` as users run them, with a hybrid model of the sample shelf.
@Suite struct ColdStartCommandTests {
  /// One training for all tests; its folder goes with the process.
  private static let trained: Result<Program, any Error> = Result {
    let program = try Program()
    // What is static is never deinitialized.
    atexit {
      guard let program = try? ColdStartCommandTests.trained.get() else { return }
      try? FileManager.default.removeItem(at: program.folder)
    }
    let synthesized = try program.run("synthesize", "--output", program.path("shelf"))
    try #require(synthesized.status == 0, "\(synthesized.errors)")
    let trained = try program.run(
      "train", "--data", program.path("shelf"), "--run", program.path("run"), "--epochs", "1",
      "--no-comparison")
    try #require(trained.status == 0, "\(trained.errors)")
    return program
  }

  private let program: Program

  init() throws { program = try Self.trained.get() }

  private func predict(
    _ pairs: String, history: String? = nil, _ options: String...
  ) throws -> Program.Outcome {
    let name = UUID().uuidString
    var arguments = [
      "predict", "--model", program.path("run/model"), "--pairs",
      try program.write(pairs, to: name + "-pairs.csv"),
    ]
    if let history {
      arguments += ["--history", try program.write(history, to: name + "-history.csv")]
    }
    return try program.run(arguments: arguments + options)
  }

  /// The rows that were predicted, without the header.
  private func rows(_ outcome: Program.Outcome) throws -> [[String]] {
    try #require(outcome.status == 0, "\(outcome.errors)")
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.first == "user_id,book_id,prediction")
    return lines.dropFirst().map { $0.split(separator: ",").map(String.init) }
  }

  private func values(_ outcome: Program.Outcome) throws -> [Float] {
    try rows(outcome).compactMap { Float($0[2]) }
  }

  /// Whether predictions of the same pairs, in other company, are the same up to rounding: a product may
  /// round a row in another way where it has more rows.
  private func areClose(_ found: [Float], _ expected: [Float]) -> Bool {
    found.count == expected.count && zip(found, expected).allSatisfy { abs($0 - $1) < 1e-5 }
  }

  @Test func somebodyNewIsPredictedFromTheirHistory() throws {
    let pairs = "book_id\n3\n4\n3\n"
    let liking = try rows(predict(pairs, history: "book_id,rating\n1,5\n2,5\n"))
    #expect(liking.map { $0.prefix(2) } == [["new", "3"], ["new", "4"], ["new", "3"]])
    let likings = liking.compactMap { Float($0[2]) }
    #expect(areClose([likings[0]], [likings[2]]))
    let disliking = try values(predict(pairs, history: "rating,book_id\n1,1\n1,2\n"))
    #expect(zip(likings, disliking).allSatisfy { $0 > $1 + 0.5 })
  }

  @Test func ofSeveralPeopleEachHasTheirOwnHistory() throws {
    let (kind, strict) = ("1,5\n2,5\n", "1,1\n2,1\n")
    let together = try rows(
      predict(
        "book_id,user_id\n3,strict\n3,kind\n4,strict\n",
        history: "user_id,book_id,rating\nkind,1,5\nstrict,1,1\nkind,2,5\nstrict,2,1\n"))
    #expect(together.map { $0[0] } == ["strict", "kind", "strict"])
    let alone = try [strict, kind].map {
      try values(predict("book_id\n3\n4\n", history: "book_id,rating\n" + $0))
    }
    let expected = [alone[0][0], alone[1][0], alone[0][1]]
    #expect(areClose(together.compactMap { Float($0[2]) }, expected))
  }

  @Test func whoHasNoHistoryInTheFileIsPredictedAsWithoutIt() throws {
    let pairs = "user_id,book_id\n1,3\nnobody,3\n2,3\n"
    let without = try values(predict(pairs))
    let with = try values(
      predict(pairs, history: "user_id,book_id,rating\n2,1,1\n2,2,1\n2,4,1\n2,5,1\n"))
    #expect(areClose(Array(with.prefix(2)), Array(without.prefix(2))))
    #expect(
      abs(with[2] - without[2]) > 0.01, "the file's history takes the place of the training's")
  }

  @Test func unknownBooksAreSaidAndPassedOver() throws {
    let outcome = try predict("book_id\nx\n3\n", history: "book_id,rating\n1,5\nwhat,2\nwhat,2\n")
    #expect(outcome.errors.contains("the model does not know 1 of its books"))
    #expect(try values(outcome).count == 2)
    // Nothing known of the reader, nothing of the book: the mean rating, as ever.
    let nothing = try values(predict("book_id\nx\n", history: "book_id,rating\nwhat,2\n"))
    #expect(try nothing == values(predict("user_id,book_id\nnobody,x\n")))
  }

  @Test func theLastOfSeveralRatingsOfABookCounts() throws {
    #expect(
      try values(predict("book_id\n3\n", history: "book_id,rating\n1,5\n2,4\n1,1\n"))
        == values(predict("book_id\n3\n", history: "book_id,rating\n2,4\n1,1\n")))
  }

  @Test func theResultDoesNotDependOnThreads() throws {
    let history =
      "user_id,book_id,rating\n"
      + (0..<20).flatMap { reader in (1...9).map { "r\(reader),\($0),\(1 + (reader + $0) % 5)\n" } }
      .joined()
    let pairs =
      "user_id,book_id\n"
      + (0..<20).flatMap { reader in (10...20).map { "r\(reader),\($0)\n" } }.joined()
    let outputs = try ["1", "2", "3"].map {
      try predict(pairs, history: history, "--threads", $0).output
    }
    #expect(Set(outputs).count == 1 && outputs[0].count > 1000)
  }

  @Test func columnsMayHaveOtherNames() throws {
    let outcome = try predict(
      "item;who\n3;ann\n", history: "who;item;stars\nann;1;5\n", "--columns",
      "user=who,book=item,rating=stars", "--separator", ";")
    #expect(try rows(outcome).map { $0.prefix(2) } == [["ann", "3"]])
  }

  @Test(arguments: [
    ("book_id,rating\n1,much\n", 65, ":2:"), ("book_id,rating\n1,5\n2,9\n", 65, ":3:"),
    ("book_id\n1\n", 65, "rating"), ("", 65, "empty"),
  ])
  func aBadHistoryIsBadData(history: String, status: Int, words: String) throws {
    let outcome = try predict("book_id\n3\n", history: history)
    #expect(Int(outcome.status) == status && outcome.errors.contains(words), "\(outcome.errors)")
  }

  @Test func pairsOfSeveralPeopleMustSayWhoseTheyAre() throws {
    let outcome = try predict("book_id\n3\n", history: "user_id,book_id,rating\nann,1,5\n")
    #expect(outcome.status == 65 && outcome.errors.contains("user_id"))
  }

  @Test func everyoneInAHistoryFileGetsAList() throws {
    let history = try program.write(
      "user_id,book_id,rating\nann,1,5\nbob,9,5\nann,2,4\n", to: "several.csv")
    let arguments = [
      "recommend", "--model", program.path("run/model"), "--history", history, "--top", "2",
      "--format", "csv",
    ]
    let outcome = try program.run(arguments: arguments)
    try #require(outcome.status == 0, "\(outcome.errors)")
    let readers = outcome.output.split(separator: "\n").dropFirst().map {
      $0.split(separator: ",")[0]
    }
    #expect(readers == ["ann", "ann", "bob", "bob"])
    let mixed = try program.run(arguments: arguments + ["--title", "dracula=5"])
    #expect(mixed.status == 64)
  }
}
