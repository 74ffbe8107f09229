import Foundation
import Support
import Testing

@testable import Retraining

@Suite struct NightHistoryTests {
  private let nights: Nights
  private var history: NightHistory { NightHistory(of: nights.store) }

  init() throws {
    nights = try Nights()
    try nights.write(Array(Nights.rows().prefix(1500)))
  }

  private func told() throws -> [NightRecord] {
    try history.entries().entries.compactMap {
      if case .night(let night) = $0 { night } else { nil }
    }
  }

  @Test func everyNightLeavesALineWhateverBecameOfIt() throws {
    try nights.promote()
    nights.run { $0.gate.minimumRatings = 100_000 }
    try AtomicFile.write("nothing".utf8, to: nights.folder + "/data/ratings.csv")
    let failed = nights.run()
    let told = try told()
    #expect(told.map(\.outcome) == [.promoted, .refused, .failed])
    #expect(told.map(\.exitCode) == [0, 0, 1])
    #expect(told[0].judgement?.comparisons.count == 4 && told[0].data?.ratings == 1500)
    #expect(told[1].judgement?.objections.isEmpty == false)
    #expect(told[2] == failed.record && told[2].problem?.contains("ratings.csv") == true)
    #expect(told.allSatisfy { ($0.seconds ?? 0) > 0 && ($0.peakMemory ?? 0) > 1_000_000 })
    #expect(Set(told.map(\.inService)).count == 1)
  }

  @Test func aRunThatFindsAnotherOneLeavesTheHistoryToIt() throws {
    try nights.promote()
    let lock = try FolderLock(nights.store.folder)
    nights.run()
    #expect(try told().count == 1)
    withExtendedLifetime(lock) {}
  }

  @Test func theLastLinesStay() throws {
    try nights.promote()
    let line = try #require(told().first)
    for number in 0..<(NightHistory.limit + 20) {
      var night = NightRecord(started: Date(timeIntervalSince1970: 60 * Double(number)))
      night.inService = line.inService
      try history.append(.night(night))
    }
    let entries = try told()
    #expect(entries.count == NightHistory.limit)
    #expect(entries.last?.date == Date(timeIntervalSince1970: 60 * Double(NightHistory.limit + 19)))
  }

  @Test func linesOfALaterProgramAndDamagedOnesAreCountedAndKept() throws {
    try nights.promote()
    let text = try String(contentsOfFile: history.path, encoding: .utf8)
    let later = text.replacing("\"format\":1", with: "\"format\":2")
    try AtomicFile.write((later + "{\"event\":\n" + text.dropLast()).utf8, to: history.path)
    let (entries, unreadable) = try history.entries()
    #expect(entries.count == 1 && unreadable == 2)
    nights.run()
    #expect(try history.entries().entries.count == 2)
    #expect(try String(contentsOfFile: history.path, encoding: .utf8).hasPrefix(later))
  }

  @Test func aLineThatCannotBeWrittenIsTheRunsErrorAndChangesNothing() throws {
    try nights.promote()
    try FileManager.default.removeItem(atPath: history.path)
    try FileManager.default.createDirectory(atPath: history.path, withIntermediateDirectories: true)
    let result = nights.run()
    #expect(result.error != nil && result.record.outcome == .promoted)
    #expect(result.record.exitCode == 1 && result.record.problem != nil)
    #expect(nights.log.contains("the history could not be written"))
  }

  @Test func theLineTellsThatTheMetricsCouldNotBeWritten() throws {
    try FileManager.default.createDirectory(
      atPath: nights.folder + "/octavo.prom", withIntermediateDirectories: true)
    let result = nights.run { $0.metricsFile = nights.folder + "/octavo.prom" }
    let told = try told()
    #expect(told.count == 1 && told[0].exitCode == 1 && told[0] == result.record)
  }

  @Test func aRecordComesBackAsItWas() throws {
    var night = NightRecord(started: Date(timeIntervalSince1970: 1_764_036_300.5))
    (night.seconds, night.exitCode, night.problem) = (1.5, 3, "no\nspace")
    night.judgement = Judgement.example("v", objections: ["worse"])
    try Folder.create(nights.store.folder + "/retrain")
    try history.append(.night(night))
    #expect(try history.entries().entries == [.night(night)])
    #expect(night.started == "2025-11-25T02:05:00.500Z")
  }
}
