import Foundation
import Support
import Testing

/// `recommend`, `similar` and `evaluate --ranking` as users run them, on the sample shelf.
@Suite struct ListCommandTests {
  /// One training for all tests; its folder goes with the process.
  private static let trained: Result<Program, any Error> = Result {
    let program = try Program()
    // What is static is never deinitialized.
    atexit {
      guard let program = try? ListCommandTests.trained.get() else { return }
      try? FileManager.default.removeItem(at: program.folder)
    }
    let synthesized = try program.run("synthesize", "--output", program.path("shelf"))
    try #require(synthesized.status == 0, "\(synthesized.errors)")
    let trained = try program.run(
      "train", "--data", program.path("shelf"), "--run", program.path("run"), "--epochs", "1",
      "--architecture", "plain")
    try #require(trained.status == 0, "\(trained.errors)")
    return program
  }

  private let program: Program

  init() throws { program = try Self.trained.get() }

  private func run(_ command: String, _ arguments: String...) throws -> Program.Outcome {
    try program.run(arguments: [command, "--model", program.path("run/model")] + arguments)
  }

  private func succeed(_ command: String, _ arguments: String...) throws -> String {
    let outcome = try program.run(
      arguments: [command, "--model", program.path("run/model")] + arguments)
    try #require(outcome.status == 0, "\(outcome.errors)")
    return outcome.output
  }

  private func json(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func titlesAreUnderstoodAndGiveReasons() throws {
    let outcome = try run(
      "recommend", "--title", "dracula=5", "--title", "frankenstein=4", "--explain", "--top", "3")
    try #require(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("'dracula' is understood as Dracula — Bram Stoker"))
    #expect(outcome.output.contains("because you gave \""))
    #expect(outcome.output.contains("\"Dracula\" 5 stars"))
    #expect(!outcome.output.contains("  Dracula — Bram Stoker"), "what was rated is not listed")
  }

  @Test func aTitleThatMayMeanSeveralBooksIsAskedBack() throws {
    let outcome = try run("recommend", "--title", "shakespeare=5")
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("the closest are:\n"))
    #expect(outcome.errors.contains("— William Shakespeare"))
  }

  @Test func aHistoryFileServesSomebodyNewAsItsTitlesDo() throws {
    let similar = try json(try succeed("recommend", "--title", "dracula=5", "--format", "json"))
    let books = try String(decoding: program.contents("shelf/books.csv"), as: UTF8.self)
    let line = try #require(books.split(separator: "\n").first { $0.contains(",Dracula") })
    let id = try #require(line.split(separator: ",").first)
    let history = try program.write("rating,book_id\n5,\(id)\n3,nothing\n", to: "new.csv")
    let outcome = try run("recommend", "--history", history, "--format", "json")
    #expect(outcome.errors.contains("the model does not know 1 of its books"))
    #expect(try json(outcome.output) as NSDictionary == similar as NSDictionary)
    #expect(similar["user_id"] as? String == "new")
  }

  @Test func theTableHasTheColumnsOfTheContract() throws {
    let lines = try succeed(
      "recommend", "--reader", "1", "--reader", "7", "--top", "2", "--format", "csv"
    ).split(separator: "\n")
    #expect(lines.first == "user_id,rank,book_id,score" && lines.count == 5)
    #expect(
      lines.dropFirst().map { $0.split(separator: ",").prefix(2).joined(separator: " ") }
        == ["1 1", "1 2", "7 1", "7 2"])
  }

  @Test func noAuthorComesTwiceWhereOneIsAllowed() throws {
    let answer = try json(
      try succeed(
        "recommend", "--reader", "1", "--top", "30", "--max-per-author", "1", "--format", "json"))
    let books = try #require(answer["recommendations"] as? [[String: Any]])
    let authors = books.compactMap {
      ($0["authors"] as? String)?.components(separatedBy: ", ").first
    }
    #expect(authors.count == 30 && Set(authors).count == 30)
  }

  @Test func filtersNarrowTheList() throws {
    let all = try succeed("recommend", "--reader", "1", "--top", "400", "--format", "csv")
    let old = try succeed(
      "recommend", "--reader", "1", "--top", "400", "--year-to", "1700", "--format", "csv")
    let count = { (text: String) in text.split(separator: "\n").count }
    #expect(count(old) > 2 && count(old) < count(all))
    let without = try succeed(
      "recommend", "--reader", "1", "--top", "400", "--exclude-author", "william shakespeare")
    #expect(!without.contains("William Shakespeare"))
  }

  @Test(arguments: [
    ["recommend", "--title", "dracula=9"], ["recommend", "--title", "xqzw=4"],
    ["recommend", "--title", "no rating"], ["recommend", "--reader", "1", "--language", "xx"],
    ["recommend", "--reader", "1", "--max-per-author", "0"],
    ["recommend", "--reader", "1", "--year-from", "2000", "--year-to", "1900"],
    ["recommend", "--reader", "1", "--title", "dracula=5"], ["recommend", "--reader", "x"],
    ["similar", "--book", "x"], ["similar", "--book", "1", "--top", "0"],
  ])
  func whatMakesNoSenseIsWrongUsage(arguments: [String]) throws {
    let outcome = try program.run(
      arguments: [arguments[0], "--model", program.path("run/model")] + arguments.dropFirst())
    #expect(outcome.status == 64, "\(outcome.errors)")
  }

  @Test func aBadHistoryFileIsBadDataAndAMissingOneMissing() throws {
    let bad = try program.write("book_id,rating\n1,much\n", to: "bad.csv")
    let outcome = try run("recommend", "--history", bad)
    #expect(outcome.status == 65 && outcome.errors.contains("bad.csv:2:"))
    #expect(try run("recommend", "--history", "/nowhere").status == 66)
  }

  @Test func similarBooksComeInEveryForm() throws {
    #expect(try succeed("similar", "--book", "1", "--top", "2").hasPrefix("like "))
    let answer = try json(try succeed("similar", "--book", "1", "--format", "json"))
    #expect(answer["book_id"] as? String == "1")
    #expect((answer["similar"] as? [[String: Any]])?.count == 10)
    let table = try succeed("similar", "--book", "1", "--format", "csv")
    #expect(table.hasPrefix("rank,book_id,score\n1,"))
  }

  @Test func aBookIsFoundByItsTitleAndAModelByItsRun() throws {
    let byTitle = try program.run(
      "similar", "--model", program.path("run"), "--book", "dracula", "--top", "2")
    try #require(byTitle.status == 0, "\(byTitle.errors)")
    #expect(byTitle.output.hasPrefix("like Dracula — Bram Stoker:"))
  }

  @Test func whatIsLikeNothingIsSaidToBe() throws {
    let title = try run("recommend", "--title", "qqqqzzzz=5")
    #expect(title.status == 64 && title.errors.contains("no book has a title like it"))
    let filtered = try run(
      "recommend", "--reader", "1", "--language", "eng", "--tag", "nosuchtag", "--year-from", "1700"
    )
    #expect(
      filtered.status == 64 && filtered.errors.contains("--tag 'nosuchtag': no book passes it"))
    #expect(!filtered.errors.contains("--year-from"))
    let both = try run("recommend", "--reader", "1", "--year-from", "1900", "--year-to", "1899")
    #expect(both.status == 64)
  }

  @Test(arguments: ["many", "-3", "0", "1.5"])
  func aNumberOfBooksIsAWholeNumber(top: String) throws {
    let outcome = try run("recommend", "--reader", "1", "--top", top)
    #expect(outcome.status == 64 && outcome.errors.contains("expected a whole number, 1 or more"))
    #expect(outcome.errors.contains("'\(top)'"))
  }

  @Test func aModelIsNoFolderOfModels() throws {
    for folder in ["run", "run/model"] {
      let outcome = try program.run("models", "list", "--models", program.path(folder))
      #expect(
        outcome.status == 66 && outcome.errors.contains("a model or a run"), "\(outcome.errors)")
    }
  }

  @Test func aMisspeltOptionIsNamedWithTheOneThatIsMeant() throws {
    for (arguments, guess) in [
      (["recommend", "--modle", "x", "--reader", "1"], "'--model'"),
      (["train", "--dta", "x", "--run", "r"], "'--data'"),
      (["models", "list", "--modls=x"], "'--models'"),
    ] {
      let outcome = try program.run(arguments: arguments)
      #expect(
        outcome.status == 64 && outcome.errors.contains("did you mean \(guess)"),
        "\(outcome.errors)")
    }
    let far = try program.run("explore", "--abcdefghij", "x")
    #expect(
      far.errors.contains("Unknown option '--abcdefghij'") && !far.errors.contains("did you mean"))
  }

  @Test func listsAreBetterThanPopularity() throws {
    let answer = try json(
      try succeed(
        "evaluate", "--data", program.path("shelf"), "--ranking", "--format", "json"))
    let ranking = try #require(answer["ranking"] as? [String: Any])
    let ndcg = try ["model", "popularity"].map { name in
      let rows = try #require(ranking[name] as? [[String: Any]])
      #expect(rows.map { $0["k"] as? Int } == [10, 20])
      return try #require(rows[0]["ndcg"] as? Double)
    }
    #expect(ndcg[0] > 1.4 * ndcg[1], "\(ndcg)")
    let text = try succeed("evaluate", "--data", program.path("shelf"), "--ranking")
    #expect(text.contains("most popular, top 20"))
  }

  @Test func aModelWithoutListsSaysSo() throws {
    let trained = try program.run(
      "train", "--data", program.path("shelf"), "--run", program.path("bare"), "--epochs", "1",
      "--architecture", "plain", "--no-lists")
    try #require(trained.status == 0, "\(trained.errors)")
    let outcome = try program.run("recommend", "--model", program.path("bare/model"), "--all")
    #expect(outcome.status == 64 && outcome.errors.contains("--no-lists"))
  }
}
