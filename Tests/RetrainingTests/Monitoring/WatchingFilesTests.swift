import Foundation
import Support
import Testing

@testable import Retraining

/// Rules, board and articles name metrics that the job writes, and all of them.
@Suite struct WatchingFilesTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private func text(_ path: String) throws -> String {
    try String(contentsOf: Self.root.appendingPathComponent(path), encoding: .utf8)
  }

  /// The names of metrics in a text.
  private func names(in text: String) -> Set<String> {
    Set(text.matches(of: /octavo_retrain_[a-z_]+[a-z]/).map { String($0.output) })
  }

  /// The metrics of a night that has everything.
  private var written: Set<String> {
    var night = NightRecord(started: Date(timeIntervalSince1970: 1_764_036_300))
    (night.seconds, night.exitCode, night.peakMemory) = (1, 0, 1)
    night.data = .example(ratings: 1)
    night.judgement = .example("20251125T020500.000Z", objections: [])
    let version = ModelVersion(name: "20251125T020500.000Z", in: "m")
    let metrics = NightMetrics(
      models: "m", night: night, service: ServiceState(model: version, lists: version), isNew: true)
    return Set(metrics.families(after: [:]).map(\.name))
  }

  @Test(arguments: [
    "Scripts/nightly/octavo-alerts.yml", "Scripts/nightly/octavo-alerts.test.yml",
    "Scripts/nightly/octavo-dashboard.json", "Sources/Octavo/Octavo.docc/ANightlyJob.md",
  ])
  func everyMetricThatIsNamedIsWritten(path: String) throws {
    let named = names(in: try text(path))
    #expect(!named.isEmpty && named.isSubset(of: written), "\(named.subtracting(written))")
  }

  @Test func everyMetricIsDocumented() throws {
    #expect(names(in: try text("Sources/Octavo/Octavo.docc/Scripting.md")) == written)
  }

  @Test func everyAlertIsTried() throws {
    let alerts = try text("Scripts/nightly/octavo-alerts.yml").matches(of: /- alert: (\w+)/)
      .map { String($0.output.1) }
    let tests = try text("Scripts/nightly/octavo-alerts.test.yml")
    let tried = tests.replacing(
      "Octavo(Ratings|Error)Drift", with: "OctavoRatingsDrift OctavoErrorDrift")
    for alert in alerts {
      #expect(tried.components(separatedBy: alert).count > 2, "\(alert) in a good and a bad case")
    }
    #expect(alerts.count == 9)
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/promtool")))
  func promtoolHoldsTheRulesAgainstTheirTests() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/promtool")
    process.arguments = ["test", "rules", "octavo-alerts.test.yml"]
    process.currentDirectoryURL = Self.root.appendingPathComponent("Scripts/nightly")
    let words = Pipe()
    (process.standardOutput, process.standardError) = (words, words)
    try process.run()
    let said = String(decoding: try words.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(said)")
  }

  @Test func theBoardIsJSONWithAPanelForEachKindOfQuestion() throws {
    let board = try #require(
      JSONSerialization.jsonObject(with: Data(text("Scripts/nightly/octavo-dashboard.json").utf8))
        as? [String: Any])
    #expect((board["panels"] as? [[String: Any]])?.count == 12)
  }
}
