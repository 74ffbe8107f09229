import Foundation
import Retraining
import Support
import Testing

@Suite final class RetrainingReportTests {
  let path = FileManager.default.temporaryDirectory.appendingPathComponent(
    UUID().uuidString + ".prom"
  ).path

  deinit { try? FileManager.default.removeItem(atPath: path) }

  private func report(
    _ outcome: RetrainingReport.Outcome, code: Int32 = 0, night: Int = 0
  ) -> RetrainingReport {
    var report = RetrainingReport(
      models: "/var/lib/octavo/models",
      started: Date(timeIntervalSince1970: 1_764_036_300 + 86_400 * Double(night)), seconds: 252.4,
      outcome: outcome, exitCode: code)
    report.inService = "20251124T020500.000Z"
    report.created = Date(timeIntervalSince1970: 1_763_949_900)
    return report
  }

  private func full(_ outcome: RetrainingReport.Outcome, code: Int32 = 0) -> RetrainingReport {
    var report = report(outcome, code: code)
    report.ratings = RetrainingReport.Ratings(
      count: 298_176, before: 296_000, readers: 2_672, books: 9_990, duplicates: 3)
    report.gate = RetrainingReport.Gate(
      candidateRMSE: 0.8412, currentRMSE: 0.8467, heldOut: 59_635)
    return report
  }

  private func metrics() throws -> StrictMetricsParser {
    try StrictMetricsParser(String(decoding: try InputFile.contents(of: path), as: UTF8.self))
  }

  // MARK: Metrics

  @Test func whatFailsAfterAPromotionIsSaidAndThePromotionCounts() throws {
    var report = full(.promoted(version: "20251125T020500.000Z"), code: 74)
    report.problem = "lists.csv: writing failed: No space left on device"
    try report.writeMetrics(to: path)
    let metrics = try metrics()
    #expect(metrics.value("octavo_retrain_exit_code", [:]) == 74)
    #expect(metrics.value("octavo_retrain_last_result", ["result": "promoted"]) == 1)
    #expect(metrics.value("octavo_retrain_runs_total", ["result": "promoted"]) == 1)
    #expect(metrics.value("octavo_retrain_last_promotion_timestamp_seconds", [:]) == 1_764_036_552)
    #expect(report.needsAttention)
    #expect(
      report.summary.contains("promoted 20251125T020500.000Z")
        && report.summary.contains("then FAILED with code 74: lists.csv: writing failed"))
  }

  @Test func everythingThatIsKnownIsWritten() throws {
    try full(.promoted(version: "20251125T020500.000Z")).writeMetrics(to: path)
    let metrics = try metrics()
    let store = ["models": "/var/lib/octavo/models"]
    func value(_ name: String) -> Double? { metrics.value("octavo_retrain_" + name, store) }
    #expect(value("last_run_timestamp_seconds") == 1_764_036_552)
    #expect(value("last_success_timestamp_seconds") == 1_764_036_552)
    #expect(value("last_promotion_timestamp_seconds") == 1_764_036_552)
    #expect(value("duration_seconds") == 252.4 && value("exit_code") == 0)
    #expect(value("ratings") == 298_176 && value("readers") == 2_672 && value("books") == 9_990)
    #expect(value("bad_rows") == 0 && value("duplicate_ratings") == 3)
    #expect(value("candidate_rmse") == 0.8412 && value("current_rmse") == 0.8467)
    #expect(value("held_out_ratings") == 59_635)
    #expect(value("model_created_timestamp_seconds") == 1_763_949_900)
    for result in ["promoted", "refused", "failed"] {
      let expected = result == "promoted" ? 1.0 : 0
      #expect(metrics.value("octavo_retrain_last_result", ["result": result]) == expected)
      #expect(metrics.value("octavo_retrain_runs_total", ["result": result]) == expected)
    }
    #expect(
      metrics.value("octavo_retrain_model_in_service", ["version": "20251124T020500.000Z"]) == 1)
    #expect(metrics.samples.allSatisfy { $0.labels["models"] != nil }, "two stores, one exporter")
  }

  @Test func aFailedRunKeepsTheTimesOfGoodOnesAndCountsOn() throws {
    try report(.promoted(version: "v")).writeMetrics(to: path)
    try report(.refused(reason: "worse"), code: 3, night: 1).writeMetrics(to: path)
    try report(.failed(reason: "no disk"), code: 74, night: 2).writeMetrics(to: path)
    try report(.failed(reason: "no disk"), code: 74, night: 3).writeMetrics(to: path)
    let metrics = try metrics()
    let start = 1_764_036_552.0
    #expect(metrics.value("octavo_retrain_last_promotion_timestamp_seconds") == start)
    #expect(metrics.value("octavo_retrain_last_success_timestamp_seconds") == start + 86_400)
    #expect(metrics.value("octavo_retrain_last_run_timestamp_seconds") == start + 3 * 86_400)
    #expect(metrics.value("octavo_retrain_exit_code") == 74)
    #expect(metrics.value("octavo_retrain_runs_total", ["result": "promoted"]) == 1)
    #expect(metrics.value("octavo_retrain_runs_total", ["result": "refused"]) == 1)
    #expect(metrics.value("octavo_retrain_runs_total", ["result": "failed"]) == 2)
    #expect(metrics.value("octavo_retrain_ratings") == nil, "what is not known is not written")
  }

  @Test func aFirstRunThatFailsHasNoTimesOfGoodOnes() throws {
    var report = report(.failed(reason: "no data"), code: 66)
    (report.inService, report.created) = (nil, nil)
    try report.writeMetrics(to: path)
    let metrics = try metrics()
    #expect(metrics.value("octavo_retrain_last_success_timestamp_seconds") == nil)
    #expect(metrics.types["octavo_retrain_model_in_service"] == nil)
    #expect(metrics.value("octavo_retrain_runs_total", ["result": "failed"]) == 1)
  }

  @Test(arguments: ["", "nonsense\n\u{0}", "octavo_retrain_runs_total{} x\n"])
  func aDamagedFileIsReplaced(contents: String) throws {
    try AtomicFile.write(contents.utf8, to: path)
    try full(.promoted(version: "v")).writeMetrics(to: path)
    #expect(try metrics().value("octavo_retrain_runs_total", ["result": "promoted"]) == 1)
  }

  @Test func aFolderWithAnyNameIsALabel() throws {
    var report = full(.promoted(version: "v"))
    report.models = "/tmp/a \"b\"\\c\n{d=\"e\"} 1"
    try report.writeMetrics(to: path)
    try report.writeMetrics(to: path)
    let metrics = try metrics()
    #expect(metrics.value("octavo_retrain_ratings", ["models": report.models]) == 298_176)
    #expect(metrics.value("octavo_retrain_runs_total", ["result": "promoted"]) == 2)
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/promtool")))
  func promtoolFindsNothing() throws {
    try full(.refused(reason: "worse")).writeMetrics(to: path)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/promtool")
    process.arguments = ["check", "metrics"]
    process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
    let words = Pipe()
    (process.standardOutput, process.standardError) = (words, words)
    try process.run()
    let said = String(decoding: try words.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0 && said.isEmpty, "\(said)")
  }

  // MARK: The summary

  @Test func aPromotionReadsWell() {
    #expect(
      full(.promoted(version: "20251125T020500.000Z")).summary
        == "octavo retrain: promoted 20251125T020500.000Z: RMSE 0.8412, was 0.8467 (-0.65 %), "
        + "on 59,635 ratings; 298,176 ratings (+2,176) of 2,672 readers; took 4 min 12 s")
  }

  @Test func aRefusalNamesTheReasonAndTheModelThatStays() {
    let report = full(.refused(reason: "cold readers\nlose"), code: 3)
    #expect(
      report.summary
        == "octavo retrain: refused the candidate: cold readers lose (RMSE 0.8412, was 0.8467 "
        + "(-0.65 %), on 59,635 ratings); 20251124T020500.000Z stays in service; "
        + "298,176 ratings (+2,176) of 2,672 readers; took 4 min 12 s")
    #expect(report.needsAttention)
  }

  @Test func aFailureBeginsWithTheCode() {
    var report = report(
      .failed(reason: "ratings.csv: 12 rows, expected at least 200,000"), code: 65)
    #expect(
      report.summary
        == "octavo retrain: FAILED with code 65: ratings.csv: 12 rows, expected at least 200,000; "
        + "20251124T020500.000Z stays in service; took 4 min 12 s")
    report.inService = nil
    report.seconds = 0.84
    #expect(report.summary.hasSuffix("; no model is in service; took 0.8 s"))
  }

  @Test(arguments: [(0.03, "0.0 s"), (9.94, "9.9 s"), (12.2, "12 s"), (3_780, "1 h 3 min")])
  func durationsReadWell(seconds: Double, words: String) {
    var report = report(.promoted(version: "v"))
    report.seconds = seconds
    #expect(report.summary.hasSuffix("took \(words)"))
    #expect(!report.needsAttention)
  }

  @Test func aFirstModelHasNothingToBeComparedWith() {
    var report = full(.promoted(version: "v"))
    report.gate?.currentRMSE = nil
    report.ratings = nil
    #expect(
      report.summary
        == "octavo retrain: promoted v: RMSE 0.8412 on 59,635 ratings; took 4 min 12 s")
  }
}
