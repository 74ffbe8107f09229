import Foundation
import Support
import Testing

@testable import Retraining

@Suite final class NightRecordTests {
  let path = FileManager.default.temporaryDirectory.appendingPathComponent(
    UUID().uuidString + ".prom"
  ).path

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// How a night ended.
  private enum End {
    case promoted(version: String)
    case refused(reason: String)
    case failed(reason: String)
  }

  private func night(_ end: End, code: Int32 = 0, night: Int = 0) -> NightRecord {
    var record = NightRecord(
      started: Date(timeIntervalSince1970: 1_764_036_300 + 86_400 * Double(night)))
    (record.seconds, record.exitCode) = (252.4, code)
    record.inService = "20251124T020500.000Z"
    switch end {
    case .promoted(let version): record.judgement = Judgement.example(version, objections: [])
    case .refused(let reason): record.judgement = Judgement.example("c", objections: [reason])
    case .failed(let reason): record.problem = reason
    }
    record.judgement?.comparisons = []
    return record
  }

  private func full(_ end: End, code: Int32 = 0) -> NightRecord {
    var record = night(end, code: code)
    record.data = DataFacts.example(ratings: 298_176)
    record.lastData = DataFacts.example(ratings: 296_000)
    record.judgement?.comparisons = [GateComparison.example(0.8412, 0.8467)]
    return record
  }

  private func write(_ record: NightRecord, models: String = "/var/lib/octavo/models") throws {
    try record.writeMetrics(
      to: path, models: models,
      ServiceState(
        model: record.inService.flatMap { ModelVersion(name: $0, in: "/var/lib/octavo/models") }))
  }

  private func metrics() throws -> StrictMetricsParser {
    try StrictMetricsParser(String(decoding: try InputFile.contents(of: path), as: UTF8.self))
  }

  // MARK: Metrics

  @Test func whatFailsAfterAPromotionIsSaidAndThePromotionCounts() throws {
    var record = full(.promoted(version: "20251125T020500.000Z"), code: 74)
    record.problem = "lists.csv: writing failed: No space left on device"
    try write(record)
    let metrics = try metrics()
    #expect(metrics.value("octavo_retrain_exit_code", [:]) == 74)
    #expect(metrics.value("octavo_retrain_last_result", ["result": "promoted"]) == 1)
    #expect(metrics.value("octavo_retrain_runs_total", ["result": "promoted"]) == 1)
    #expect(metrics.value("octavo_retrain_last_promotion_timestamp_seconds", [:]) == 1_764_036_552)
    #expect(record.needsAttention)
    #expect(
      record.summary.contains("promoted 20251125T020500.000Z")
        && record.summary.contains("then FAILED with code 74: lists.csv: writing failed"))
  }

  @Test func everythingThatIsKnownIsWritten() throws {
    try write(full(.promoted(version: "20251125T020500.000Z")))
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
    #expect(value("model_created_timestamp_seconds") == 1_763_949_900 && value("pinned") == 0)
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
    try write(night(.promoted(version: "v")))
    try write(night(.refused(reason: "worse"), code: 3, night: 1))
    try write(night(.failed(reason: "no disk"), code: 74, night: 2))
    try write(night(.failed(reason: "no disk"), code: 74, night: 3))
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
    var record = night(.failed(reason: "no data"), code: 66)
    record.inService = nil
    try write(record)
    let metrics = try metrics()
    #expect(metrics.value("octavo_retrain_last_success_timestamp_seconds") == nil)
    #expect(metrics.types["octavo_retrain_model_in_service"] == nil)
    #expect(metrics.value("octavo_retrain_runs_total", ["result": "failed"]) == 1)
  }

  @Test(arguments: ["", "nonsense\n\u{0}", "octavo_retrain_runs_total{} x\n"])
  func aDamagedFileIsReplaced(contents: String) throws {
    try AtomicFile.write(contents.utf8, to: path)
    try write(full(.promoted(version: "v")))
    #expect(try metrics().value("octavo_retrain_runs_total", ["result": "promoted"]) == 1)
  }

  @Test func aFolderWithAnyNameIsALabel() throws {
    let record = full(.promoted(version: "v"))
    let models = "/tmp/a \"b\"\\c\n{d=\"e\"} 1"
    try write(record, models: models)
    try write(record, models: models)
    let metrics = try metrics()
    #expect(metrics.value("octavo_retrain_ratings", ["models": models]) == 298_176)
    #expect(metrics.value("octavo_retrain_runs_total", ["result": "promoted"]) == 2)
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/promtool")))
  func promtoolFindsNothing() throws {
    try write(full(.refused(reason: "worse")))
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
    let record = full(.refused(reason: "cold readers\nlose"), code: 3)
    #expect(
      record.summary
        == "octavo retrain: refused the candidate: cold readers lose (RMSE 0.8412, was 0.8467 "
        + "(-0.65 %), on 59,635 ratings); 20251124T020500.000Z stays in service; "
        + "298,176 ratings (+2,176) of 2,672 readers; took 4 min 12 s")
    #expect(record.needsAttention)
  }

  @Test func aFailureBeginsWithTheCode() {
    var record = night(
      .failed(reason: "ratings.csv: 12 rows, expected at least 200,000"), code: 65)
    #expect(
      record.summary
        == "octavo retrain: FAILED with code 65: ratings.csv: 12 rows, expected at least 200,000; "
        + "20251124T020500.000Z stays in service; took 4 min 12 s")
    record.inService = nil
    record.seconds = 0.84
    #expect(record.summary.hasSuffix("; no model is in service; took 0.8 s"))
  }

  @Test(arguments: [(0.03, "0.0 s"), (9.94, "9.9 s"), (12.2, "12 s"), (3_780, "1 h 3 min")])
  func durationsReadWell(seconds: Double, words: String) {
    var record = night(.promoted(version: "v"))
    record.seconds = seconds
    #expect(record.summary.hasSuffix("took \(words)"))
    #expect(!record.needsAttention)
  }

  @Test func aFirstModelHasNothingToBeComparedWith() {
    var record = full(.promoted(version: "v"))
    record.judgement?.current = nil
    record.data = nil
    #expect(
      record.summary
        == "octavo retrain: promoted v: RMSE 0.8412 on 59,635 ratings; took 4 min 12 s")
  }
}
