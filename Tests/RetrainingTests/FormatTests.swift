import Foundation
import Octavo
import Support
import Testing
import Training

@testable import Retraining

/// Files as earlier programs wrote them: `Formats/1` is of the last program before books had factors.
@Suite struct FormatTests {
  private let nights: Nights

  init() throws {
    nights = try Nights()
    for name in ["models", "data", "plain", "hybrid", "checkpoint", "retrain.yaml"] {
      let from = try #require(Bundle.module.resourceURL).appendingPathComponent("Formats/1/" + name)
      try? FileManager.default.removeItem(atPath: nights.folder + "/" + name)
      try FileManager.default.copyItem(atPath: from.path, toPath: nights.folder + "/" + name)
    }
    try SymbolicLink.create(nights.store.currentPath, to: nights.store.versions().last?.name ?? "")
  }

  private func edit(_ path: String, _ old: String, _ new: String) throws {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try #require(text.contains(old))
    try AtomicFile.write(text.replacing(old, with: new).utf8, to: path)
  }

  /// Gives a model's description another format, with the checksum that belongs to it.
  private func raiseFormat(in model: String) throws {
    try edit(model + "/model.json", "\"formatVersion\" : 1", "\"formatVersion\" : 3")
    var sums: [String: String] = try JSONFile.read(from: model + "/checksums.json")
    let text = try Data(contentsOf: URL(fileURLWithPath: model + "/model.json"))
    sums["model.json"] = String(CRC32C(of: [UInt8](text)).value, radix: 16)
    try JSONFile.write(sums, to: model + "/checksums.json")
  }

  private func job() throws -> RetrainingResult {
    let configuration = try RetrainingConfiguration(reading: nights.folder + "/retrain.yaml")
    return nights.run { $0 = configuration }
  }

  @Test func aPlainModelInFormat1Answers() throws {
    let model = try ModelFolder.read(nights.folder + "/plain")
    #expect(model.manifest.formatVersion == 1 && model.readers.count == 30)
    #expect(model.predictions([(0, 0)])[0].isFinite)
  }

  @Test func aHybridModelWithoutFactorsIsRefusedByItsFormat() throws {
    let error = #expect(throws: CheckpointError.self) {
      try ModelFolder.read(nights.folder + "/hybrid")
    }
    #expect(
      "\(try #require(error))".contains(
        "hybrid/model.json: the file has format version 1, in which"))
    #expect("\(try #require(error))".hasSuffix("expected 2"))
  }

  @Test func aCheckpointInFormat1IsRead() throws {
    let manifest: CheckpointManifest = try JSONFile.read(
      from: nights.folder + "/checkpoint/checkpoint.json")
    #expect(manifest.formatVersion == 1 && manifest.step > 0)
  }

  @Test func theServiceOfAnEarlierProgramGoesOn() throws {
    let before = try #require(try nights.store.current())
    let result = try job()
    let judgement = try #require(result.record.judgement, "\(String(describing: result.error))")
    #expect(judgement.current == before.name && judgement.training.isWarm, "\(judgement.training)")
    #expect(judgement.isPromoted, "\(judgement.objections)")
    #expect(result.record.lastData?.ratings == 459, "the record of the last ratings is read")
    #expect(try nights.store.predecessor(of: before) != nil)
    #expect(try NightHistory(of: nights.store).entries().entries.count == 1)
  }

  @Test func aDecisionOfAnEarlierProgramIsRead() throws {
    for path in [nights.store.folder + "/retrain", nights.store.currentPath] {
      let night: NightRecord = try JSONFile.read(from: path + "/decision.json")
      #expect(night.outcome == .promoted && night.judgement?.comparisons.count == 4)
      #expect(night.judgement?.gate.confidence == 0.95 && night.judgement?.milestone == nil)
    }
  }

  @Test func aModelInServiceOfALaterProgramIsNotReplaced() throws {
    let before = try nights.store.current()
    try raiseFormat(in: try #require(before).path)
    let result = try job()
    guard case CheckpointError.unsupportedVersion(_, "3", 2)? = result.error else {
      Issue.record("\(String(describing: result.error))")
      return
    }
    #expect(try nights.store.current() == before && result.record.outcome == .failed)
  }

  @Test func laterFormatsAreRefusedByName() throws {
    try raiseFormat(in: nights.folder + "/plain")
    #expect(
      throws: CheckpointError.unsupportedVersion(
        path: nights.folder + "/plain/model.json", found: "3", supported: 2)
    ) { try ModelFolder.read(nights.folder + "/plain") }
    let checkpoint = nights.folder + "/checkpoint/checkpoint.json"
    try edit(checkpoint, "\"formatVersion\" : 1", "\"formatVersion\" : 2")
    #expect(
      throws: CheckpointError.unsupportedVersion(path: checkpoint, found: "2", supported: 1)
    ) { try JSONFile.read(CheckpointManifest.self, from: checkpoint) }
  }
}
