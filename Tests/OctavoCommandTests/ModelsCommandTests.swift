import Foundation
import Retraining
import Support
import Testing

/// `octavo models` as users run it, on a store of one trained model and its copies.
@Suite struct ModelsCommandTests {
  private let program: Program
  private let store: ModelStore
  private let versions: [String]

  init() throws {
    program = try Program()
    store = ModelStore(program.path("models"))
    let rows = (0..<200).map { "\($0 % 20),\($0 % 11),\(1 + $0 % 5)\n" }
    _ = try program.write(
      "user_id,book_id,rating\n" + rows.joined(), to: "data/ratings.csv")
    let trained = try program.run(
      "train", "--data", program.path("data"), "--run", program.path("run"), "--epochs", "1",
      "--architecture", "plain")
    try #require(trained.status == 0, "\(trained.errors)")
    var versions: [String] = []
    for day in 0..<4 {
      let night = Date(timeIntervalSince1970: 1_764_036_300 + 86_400 * Double(day))
      let staged = try store.stage(at: night)
      try FileManager.default.removeItem(atPath: staged.path)
      try FileManager.default.copyItem(atPath: program.path("run/model"), toPath: staged.path)
      versions.append(try store.promote(staged).name)
    }
    self.versions = versions
  }

  private func models(_ arguments: String...) throws -> Program.Outcome {
    try program.run(arguments: ["models"] + arguments + ["--models", store.folder])
  }

  private func lines(_ text: String) throws -> [[String: Any]] {
    try text.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  @Test func theLatestModelComesFirstAndTheOneInServiceHasAStar() throws {
    try store.rollBack()
    let list = try models("list").output.split(separator: "\n")
    #expect(list.count == 5 && list[0].contains("change"))
    #expect(list[1].contains(versions[3]) && !list[1].contains("*"))
    #expect(list[2].contains("*  \(versions[2])") && list[2].contains("MB"))
  }

  @Test func aProgramGetsAnObjectForEachModel() throws {
    let rows = try lines(try models("list", "--format", "json").output)
    #expect(rows.map { $0["version"] as? String } == versions.reversed())
    #expect(rows.map { $0["current"] as? Bool } == [true, false, false, false])
    let first = try #require(rows.first)
    #expect(first["ratings"] as? Int == 200 && first["readers"] as? Int == 20)
    #expect((first["bytes"] as? Int ?? 0) > 1000 && (first["rmse"] as? Double ?? 0) > 0)
    #expect(first["created"] as? String == "2025-11-28T02:05:00Z" && first["problem"] == nil)
  }

  @Test func aDamagedModelIsListedWithWhatIsWrong() throws {
    try AtomicFile.write("{".utf8, to: store.folder + "/\(versions[1])/model.json")
    let outcome = try models("list")
    #expect(outcome.status == 0 && outcome.output.contains("\(versions[1])/model.json: "))
  }

  @Test func rollingBackGoesToTheModelBeforeOrToTheOneThatIsNamed() throws {
    let outcome = try models("rollback", "--no-pin")
    #expect(outcome.output == "\(versions[2]) is in service, in place of \(versions[3])\n")
    let named = try models("rollback", "--to", versions[0], "--format", "json")
    #expect(
      named.output
        == "{\"before\":\"\(versions[2])\",\"in_service\":\"\(versions[0])\",\"pinned\":true}\n")
    #expect(try store.current()?.name == versions[0])
    let last = try models("rollback")
    #expect(last.status == 66 && last.errors.contains("was in service before \(versions[0])"))
    #expect(try models("rollback", "--to", "x").status == 64)
  }

  @Test func aPinHasAReasonAndIsListedUntilItIsTakenAway() throws {
    #expect(try models("pin").status == 64)
    #expect(
      try models("pin", "--reason", "books are missing").output == "\(versions[3]) is pinned\n")
    #expect(try models("list").output.contains("\(versions[3]) is pinned: books are missing"))
    #expect(
      try models("unpin", "--reason", "they are back").output == "candidates are let in again\n")
    #expect(try models("unpin").output == "nothing was pinned\n")
    #expect(try models("list").output.contains("pinned") == false)
    #expect(try NightHistory(of: store).entries().entries.count == 2)
  }

  @Test func aModelThatWasTakenBackIsPassedOverAndSaysWhy() throws {
    #expect(try models("rollback", "--reason", "odd lists").status == 0)
    #expect(try models("list").output.contains("\(versions[3]) was taken back: odd lists"))
    #expect(try models("rollback", "--to", versions[3]).status == 0)
    #expect(try models("list").output.contains("\(versions[3]) was taken back") == false)
    // The one before was taken back meanwhile.
    #expect(try models("rollback").output.hasPrefix("\(versions[1]) is in service"))
  }

  @Test func thePageOfNightsNeedsAHistory() throws {
    let page = program.path("nights.html")
    #expect(try models("report", "--output", page).status == 66)
    #expect(try models("pin", "--reason", "<b>why</b>").status == 0)
    #expect(try models("report", "--output", page).status == 0)
    let text = try String(contentsOfFile: page, encoding: .utf8)
    #expect(text.contains("&lt;b&gt;why&lt;/b&gt;") && !text.contains("<b>why"))
  }

  @Test func pruningKeepsTheLatest() throws {
    #expect(
      try models("prune", "--keep", "2").output
        == "removed \(versions[0]), \(versions[1])\n")
    #expect(try models("prune", "--keep", "2").output == "removed nothing\n")
    #expect(
      try models("prune", "--keep", "1", "--format", "json").output
        == "{\"in_use\":[],\"removed\":[\"\(versions[2])\"]}\n")
    #expect(try models("prune", "--keep", "0").status == 64)
  }

  @Test func aStoreThatSomebodyWorksInIsLocked() throws {
    let lock = try FolderLock(store.folder)
    let outcome = try models("rollback")
    #expect(outcome.status == 75 && outcome.errors.contains("process \(getpid()) since "))
    #expect(try models("list").status == 0, "looking needs no lock")
    withExtendedLifetime(lock) {}
  }

  @Test func aMissingStoreIs66AndABrokenOneIs65() throws {
    #expect(try program.run("models", "list", "--models", "/nowhere").status == 66)
    try SymbolicLink.create(store.currentPath, to: "../run/model")
    let outcome = try models("list")
    #expect(outcome.status == 65 && outcome.errors.contains("expected one of the versions"))
    #expect(outcome.output.contains(versions[0]), "there is something to choose from")
  }

  @Test func everyCommandTakesTheModelInService() throws {
    let current = store.currentPath
    let pairs = try program.write("user_id,book_id\n1,1\n", to: "pairs.csv")
    #expect(try program.run("predict", "--model", current, "--pairs", pairs).status == 0)
    let data = program.path("data")
    #expect(try program.run("evaluate", "--model", current, "--data", data).status == 0)
    #expect(try program.run("similar", "--model", current, "--book", "1").status == 0)
    let file = program.path("lists.csv")
    let all = try program.run(
      "recommend", "--model", current, "--all", "--format", "csv", "--include-rated", "--top", "3")
    #expect(all.status == 0 && all.output.split(separator: "\n").count == 61)
    let written = try program.run(
      "recommend", "--model", current, "--all", "--format", "csv", "--include-rated", "--top", "3",
      "--output", file, "--threads", "2")
    #expect(written.status == 0 && written.output.isEmpty)
    #expect(try InputFile.contents(of: file) == Data(all.output.utf8))
  }
}
