import Foundation
import Retraining
import Support
import Testing

@testable import Reports

/// The page of a service's nights, from lines as the job writes them.
@Suite struct NightsReportTests {
  /// A line of the history, promoted where nothing is said against it.
  private func line(
    _ day: Int, change: Double, objection: String? = nil, isFirst: Bool = false
  ) -> String {
    let (candidate, reference) = (0.83 * (1 + change), 0.83)
    func comparison(_ slice: String, _ ratings: Int) -> String {
      """
      {"slice":"\(slice)","ratings":\(ratings),"readers":\(ratings / 10),"candidateRMSE":\(candidate),\
      "referenceRMSE":\(reference),"difference":{"estimate":0,"lower":-0.002,"upper":0.001,"standardError":0.001},\
      "allowed":0.004,"passes":true}
      """
    }
    let facts = """
      {"rows":300000,"ratings":\(300_000 + 1000 * day),"duplicates":3,"badRows":0,"readers":2672,"books":9990,\
      "mean":3.92,"deviation":0.99,"lowest":1,"highest":5}
      """
    return """
      {"event":"night","format":1,"started":"2026-11-\(day < 10 ? "0" : "")\(day)T02:05:00.000Z","seconds":\(30 + day),\
      "exitCode":\(objection == nil ? 0 : 3),"inService":"20261101T020500.000Z","peakMemory":900000000,"data":\(facts),\
      "isPromoted":\(objection == nil),"objections":[\(objection.map { "\"\($0)\"" } ?? "")],"candidate":"c",\
      \(isFirst ? "" : "\"current\":\"v\",")"reference":"v",\
      "training":{"isWarm":\(day % 7 != 1),"reason":"r","epochs":5,"bestEpoch":4,"seconds":20},\
      "holdOut":{"kind":"chronological","ratings":30000,"known":0},"gate":{"rule":"no-loss"},\
      "comparisons":[\(comparison("all", 30_000)),\(comparison("cold readers", 900)),\(comparison("rare books", 0))],\
      "milestone":{"version":"20261101T020500.000Z","comparison":\(comparison("all", 29_000))},\
      "smokeTest":{"loadSeconds":0.1,"slowestAnswerSeconds":0.01,"readers":20,"predictions":2000,"listedBooks":200,\
      "objections":[]},"metrics":{},"baselines":{}}
      """
  }

  private func report(_ lines: [String]) throws -> NightsReport {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("nights-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(
      atPath: folder + "/retrain", withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try AtomicFile.write(
      lines.map { $0 + "\n" }.joined().utf8, to: folder + "/retrain/history.jsonl")
    return try NightsReport(of: ModelStore(folder))
  }

  private let failed = """
    {"event":"night","format":1,"started":"2026-11-04T02:05:00.000Z","seconds":0.4,"exitCode":65,\
    "problem":"ratings.csv:12: <script>2 fields, expected 3","inService":"20261101T020500.000Z"}
    """
  private let rollback = """
    {"event":"rollback","format":1,"at":"2026-11-05T09:00:00Z","version":"a","before":"b","reason":"odd lists"}
    """

  @Test func everyNightIsARowWithItsEndAndItsReason() throws {
    let page = try report([
      line(1, change: 0, isFirst: true), line(2, change: -0.0065),
      line(3, change: 0.02, objection: "it is worse"), failed, rollback,
    ]).html(folder: "/var/lib/octavo/models")
    for words in [
      "Nights of models", "2026-11-02 02:05", "-0.65 %", "+2.00 %", "it is worse",
      "ratings.csv:12: &lt;script&gt;2 fields", "odd lists", "Cold readers",
      "The candidate against a model of up to a month ago",
      "The comparisons of 2026-11-03, by RMSE",
    ] {
      #expect(page.contains(words), "\(words)")
    }
    #expect(!page.contains("<script") && !page.contains("Rare books"))
    #expect(page.components(separatedBy: "<svg").count == 1 + 9)
  }

  @Test func aServiceOfOneNightHasAPage() throws {
    #expect(
      try report([line(1, change: 0, isFirst: true)]).html(folder: "m").contains("2026-11-01"))
    #expect(try report([failed]).html(folder: "m").contains("expected 3"))
    #expect(try report([rollback]).html(folder: "m").contains("odd lists"))
  }

  @Test func linesThatCannotBeReadAreCounted() throws {
    let later = line(2, change: 0).replacing("\"format\":1", with: "\"format\":9")
    let page = try report([line(1, change: 0, isFirst: true), later, "{"]).html(folder: "m")
    #expect(page.contains("2 lines of the history were written by a later program or are damaged"))
  }

  @Test func aServiceWithoutAHistoryHasNoPage() {
    #expect(throws: FileError.self) { try NightsReport(of: ModelStore("/nowhere")) }
  }
}
