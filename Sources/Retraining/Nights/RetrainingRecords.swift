import Foundation
import Support

/// What a job remembers from one run to the next: the folder `retrain` beside the models.
///
/// | name | content |
/// |---|---|
/// | `decision.json` | the ``NightRecord`` of the last candidate that was judged |
/// | `history.jsonl` | the ``NightHistory`` |
/// | `last-data/` | the ``DataRecord`` of the last ratings that were accepted |
/// | `outputs.json` | the ``ServiceOutputs`` |
/// | `runs.json` | how many runs started warm since the last one from scratch |
struct RetrainingRecords: Sendable {
  let folder: String
  let history: NightHistory

  /// The records beside the models of a store; creates the folder and removes what killed processes left.
  ///
  /// - Throws: `FileError`, also where the folder is a link: whoever may write in the store must not lead others,
  ///   such as root, to write elsewhere.
  init(of store: ModelStore) throws {
    folder = store.folder + "/retrain"
    history = NightHistory(of: store)
    guard try FileStatus(folder, followingLinks: false)?.kind != .link else {
      throw FileError.cannotCreate(
        path: folder, reason: "it is a symbolic link, expected a folder or nothing")
    }
    try Folder.create(folder)
    Folder.removePartialFiles(in: folder)
  }

  private var decisionPath: String { folder + "/" + Judgement.fileName }
  var outputsPath: String { folder + "/outputs.json" }
  private var dataPath: String { folder + "/last-data" }
  private var runsPath: String { folder + "/runs.json" }

  /// The last data; nil before the first run.
  ///
  /// - Throws: What reading a record throws.
  func lastData() throws -> DataRecord? {
    guard try FileStatus.exists(dataPath) else { return nil }
    return try DataRecord(reading: dataPath)
  }

  func keep(_ data: DataRecord) throws { try data.write(to: dataPath) }

  private struct Runs: Codable {
    var sinceScratch: Int
  }

  /// How many runs started warm since the last one from scratch; 0 where that is not known.
  ///
  /// - Throws: `FileError.unreadable`.
  func runsSinceScratch() throws -> Int {
    // Missing or damaged: the next run from scratch comes a little later.
    let runs = try Self.readable(Runs.self, runsPath)?.sinceScratch ?? 0
    // A damaged file must not end in an overflow.
    return max(0, min(runs, Int(Int32.max)))
  }

  func keep(runsSinceScratch: Int) throws {
    try JSONFile.write(Runs(sinceScratch: runsSinceScratch), to: runsPath)
  }

  /// Keeps the record of a candidate that was judged.
  func keepJudgement(of night: NightRecord) throws { try JSONFile.write(night, to: decisionPath) }

  /// The last night, as far as anything tells of it.
  func lastNight() throws -> NightRecord? {
    let nights = try history.entries().entries.compactMap { entry in
      if case .night(let night) = entry { night } else { nil }
    }
    return try nights.last ?? Self.readable(NightRecord.self, decisionPath)
  }

  /// Where outputs went; nil where nothing tells.
  ///
  /// - Throws: `FileError.unreadable`.
  func outputs() throws -> ServiceOutputs? { try Self.readable(ServiceOutputs.self, outputsPath) }

  func keep(_ outputs: ServiceOutputs) throws { try JSONFile.write(outputs, to: outputsPath) }

  /// What is in a file; nil for a missing or damaged one.
  private static func readable<Value: Decodable>(_ type: Value.Type, _ path: String) throws
    -> Value?
  {
    do {
      return try JSONFile.read(type, from: path)
    } catch FileError.unreadable(let path, let reason) {
      throw FileError.unreadable(path: path, reason: reason)
    } catch {
      return nil
    }
  }
}
