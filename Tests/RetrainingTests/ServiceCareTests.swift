import Foundation
import Support
import Testing

@testable import Retraining

/// What stays together when people change a service by hand.
@Suite struct ServiceCareTests {
  private let nights: Nights
  private let first: Judgement
  private let second: Judgement

  init() throws {
    let nights = try Nights()
    self.nights = nights
    let rows = Nights.rows()
    try nights.write(Array(rows.prefix(1500)))
    first = try nights.promote(nights.everything)
    try nights.write(rows)
    second = try nights.promote {
      nights.everything(&$0)
      ($0.checks.newReaders, $0.checks.newBooks) = (1, 1)
    }
  }

  private var care: ServiceCare { ServiceCare(nights.store, threads: 1) }

  private func text(_ name: String) throws -> String {
    try String(contentsOfFile: nights.folder + "/" + name, encoding: .utf8)
  }

  private func metric(_ name: String) throws -> Double? {
    try StrictMetricsParser(text("octavo.prom")).value("octavo_retrain_" + name, [:])
  }

  @Test func aRollbackLeavesLinkListsAndMetricsOfOneModel() throws {
    let lists = try text("lists.csv")
    let runs = try StrictMetricsParser(text("octavo.prom"))
      .value("octavo_retrain_runs_total", ["result": "promoted"])
    _ = try care.rollBack(to: nil, reason: "odd", pins: true)
    #expect(try nights.store.current()?.name == first.candidate)
    #expect(try text("lists.csv") != lists)
    let metrics = try StrictMetricsParser(text("octavo.prom"))
    #expect(metrics.value("octavo_retrain_model_in_service", ["version": first.candidate]) == 1)
    #expect(
      metrics.value("octavo_retrain_runs_total", ["result": "promoted"]) == runs,
      "a rollback is no run")
    #expect(try metric("pinned") == 1)
    let created = try #require(try metric("model_created_timestamp_seconds"))
    #expect(try metric("lists_model_created_timestamp_seconds") == created)
    // And forth again: the same bytes.
    _ = try care.rollBack(to: second.candidate, reason: "a mistake", pins: false)
    #expect(try text("lists.csv") == lists)
  }

  @Test func whatAKilledRollbackLeftBesideListsAndMetricsIsRemoved() throws {
    let left = ["lists.csv", "octavo.prom"].map { nights.folder + "/.\($0).99999999.1.partial" }
    for path in left { try Data().write(to: URL(fileURLWithPath: path)) }
    _ = try care.rollBack(to: nil, reason: "odd", pins: true)
    #expect(try left.filter(FileStatus.exists) == [])
  }

  @Test func aModelLikeTheOneTakenBackIsNotPromotedByItself() throws {
    _ = try care.rollBack(to: nil, reason: "odd lists", pins: true)
    let result = nights.run(nights.everything)
    #expect(result.isRefused)
    #expect(result.record.judgement?.objections.count == 1)
    #expect(
      result.record.summary.contains("is pinned since")
        && result.record.summary.contains("odd lists"))
    #expect(try nights.store.current()?.name == first.candidate)
    #expect(try care.unpin(reason: "mended"))
    let next = try nights.promote(nights.everything)
    #expect(next.current == first.candidate)
    #expect(try metric("pinned") == 0)
    let entries = try NightHistory(of: nights.store).entries().entries
    let events = entries.compactMap { entry in
      if case .change(let change) = entry { change.event } else { nil }
    }
    #expect(events == [.rollback, .unpin])
  }

  @Test func listsThatCouldNotBeWrittenAreWrittenInTheNextNight() throws {
    let path = nights.folder + "/lists.csv"
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    #expect(throws: FileError.self) { try care.rollBack(to: nil, reason: "odd", pins: true) }
    #expect(try nights.store.current()?.name == first.candidate, "the link comes first")
    let created = try #require(try metric("model_created_timestamp_seconds"))
    #expect(try metric("lists_model_created_timestamp_seconds") != created, "and metrics tell")
    try FileManager.default.removeItem(atPath: path)
    #expect(nights.run(nights.everything).isRefused)
    #expect(try metric("lists_model_created_timestamp_seconds") == created)
    #expect(nights.has("lists.csv"))
  }

  @Test func aDamagedPinKeepsCandidatesOutUntilItIsTakenAway() throws {
    try AtomicFile.write("{".utf8, to: nights.store.folder + "/pin.json")
    let result = nights.run(nights.everything)
    #expect(result.error is ModelStoreError && result.record.judgement == nil)
    #expect(try nights.store.current()?.name == second.candidate)
    #expect(try care.unpin(reason: nil))
    try nights.promote(nights.everything)
  }

  @Test func recordsAreNotWrittenThroughALink() throws {
    let records = nights.store.folder + "/retrain"
    let elsewhere = nights.folder + "/elsewhere"
    try FileManager.default.moveItem(atPath: records, toPath: elsewhere)
    try SymbolicLink.create(records, to: elsewhere)
    let before = try FileManager.default.contentsOfDirectory(atPath: elsewhere).sorted()
    #expect(throws: FileError.self) { try care.rollBack(to: nil, reason: "odd", pins: true) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: elsewhere).sorted() == before)
    #expect(try nights.store.current()?.name == first.candidate, "the link comes first")
  }

  @Test func whatWasTakenBackIsNoMilestone() throws {
    let now = Date()
    #expect(try nights.store.milestones(days: 30, at: now).map(\.name) == [first.candidate])
    _ = try care.rollBack(to: nil, reason: "odd", pins: false)
    _ = try care.rollBack(to: second.candidate, reason: "odd, too", pins: false)
    #expect(try nights.store.milestones(days: 30, at: now).map(\.name) == [second.candidate])
  }
}

extension Nights {
  /// Lists for everyone and metrics are asked for.
  func everything(_ configuration: inout RetrainingConfiguration) {
    configuration.lists.file = folder + "/lists.csv"
    configuration.lists.top = 3
    configuration.metricsFile = folder + "/octavo.prom"
  }
}
