import Foundation
import Testing

/// `compare` and `evaluate --against`, on a small shelf with quick models.
@Suite struct CompareCommandTests {
  private let program: Program
  private let data: String

  init() throws {
    program = try Program()
    data = program.path("data")
    let made = try program.run(
      "synthesize", "--output", data, "--readers", "120", "--books", "60", "--ratings", "3000")
    try #require(made.status == 0, "\(made.errors)")
  }

  private func train(_ run: String, _ more: String...) throws {
    let outcome = try program.run(
      arguments: [
        "train", "--data", data, "--run", program.path(run), "--architecture", "plain",
        "--no-lists",
        "--no-comparison",
      ] + more)
    try #require(outcome.status == 0, "\(outcome.errors)")
  }

  private func json(_ outcome: Program.Outcome) throws -> [String: Any] {
    try #require(outcome.status == 0, "\(outcome.errors)")
    return try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
  }

  private func compare(_ arguments: String...) throws -> Program.Outcome {
    try program.run(arguments: ["compare"] + arguments)
  }

  /// Difference, lower and upper bound on all ratings of each contender but the first.
  private func differences(_ comparison: [String: Any]) throws -> [[Double]] {
    try #require(comparison["contenders"] as? [[String: Any]]).dropFirst().map { contender in
      let groups = try #require(contender["differences"] as? [[String: Any]])
      let all = try #require((groups[0]["slices"] as? [[String: Any]])?.first)
      let found = try #require(all["difference"] as? [String: Any])
      return try ["estimate", "lower", "upper"].map { try #require(found[$0] as? Double) }
    }
  }

  @Test func aPageSaysHowSureHybridModelsAre() throws {
    try train("plain", "--epochs", "1")
    try train("hybrid", "--epochs", "1", "--architecture", "hybrid")
    let page = program.path("page.html")
    let compared = try compare(program.path("plain"), program.path("hybrid"), "--report", page)
    try #require(compared.status == 0, "\(compared.errors)")
    let html = String(decoding: try program.contents("page.html"), as: UTF8.self)
    #expect(html.contains("How sure") && html.contains("within 95 %"))
  }

  @Test func runsAreComparedOnTheRatingsThatAllHeldOut() throws {
    try train("short", "--epochs", "1", "--learning-rate", "0.000001")
    try train("long", "--epochs", "8")
    let (short, long) = (program.path("short"), program.path("long"))
    let page = program.path("page.html")
    let found = try json(try compare(short, long, short, "--format", "json", "--report", page))
    #expect(found["part"] as? String == "test part" && found["ratings"] as? Int == 600)
    let contenders = try #require(found["contenders"] as? [[String: Any]])
    #expect(contenders.map { $0["name"] as? String } == ["short", "long", "short (3)"])
    let differences = try differences(found)
    // Better beyond doubt, and a model differs from itself by nothing at all.
    #expect(differences[0][1] <= differences[0][0] && differences[0][2] < 0)
    #expect(differences[1] == [0, 0, 0])
    let alone = try json(
      try program.run(
        "evaluate", "--model", long, "--data", data, "--format", "json", "--against", short))
    let of = try #require(contenders[1]["evaluation"] as? [String: Any])
    #expect(of["rmse"] as? Double == alone["rmse"] as? Double)
    #expect(
      try self.differences(try #require(alone["against"] as? [String: Any]))[0] == differences[0])
    let html = String(decoding: try program.contents("page.html"), as: UTF8.self)
    #expect(html.contains("long less short") && !html.contains("<script"))
    // Plain networks do not know how sure they are.
    #expect(!html.contains("How sure"))
    let text = try compare(short, long)
    let line = text.output.split(separator: "\n").first { $0.hasPrefix("  long") }
    #expect(try #require(line).hasSuffix("better"), "\(text.output)")
    #expect(text.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test func otherSplitsLeaveWhatBothHeldOut() throws {
    try train("one", "--epochs", "1")
    try train("two", "--epochs", "1", "--seed", "5")
    let found = try json(
      try compare(program.path("one"), program.path("two/model"), "--format", "json"))
    let ratings = try #require(found["ratings"] as? Int)
    // A fifth of a fifth.
    #expect((60...200).contains(ratings), "\(ratings)")
  }

  @Test func oneRunIsRefusedAndSoIsARunWithoutItsData() throws {
    try train("run", "--epochs", "1")
    let run = program.path("run")
    #expect(try compare(run).status == 64)
    try FileManager.default.removeItem(atPath: data)
    #expect(try compare(run, run).status == 66)
    let model = try compare(run + "/model", run)
    #expect(model.status == 64 && model.errors.contains("--data"), "\(model.errors)")
  }
}
