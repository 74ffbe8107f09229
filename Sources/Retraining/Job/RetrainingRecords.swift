import Foundation
import Support

/// What a job remembers from one run to the next: the folder `retrain` beside the models.
///
/// | name | content |
/// |---|---|
/// | `decision.json` | the last run's ``RetrainingDecision`` |
/// | `last-data/` | the ``DataRecord`` of the last ratings that were accepted |
/// | `runs.json` | how many runs started warm since the last one from scratch |
struct RetrainingRecords: Sendable {
  let folder: String

  /// The records beside the models in `models`; creates the folder and removes what killed processes left.
  ///
  /// - Throws: `FileError`.
  init(beside models: String) throws {
    folder = models + "/retrain"
    try Folder.create(folder)
    Folder.removePartialFiles(in: folder)
  }

  var decisionPath: String { folder + "/" + RetrainingDecision.fileName }
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
    var runs = 0
    do {
      runs = try JSONFile.read(Runs.self, from: runsPath).sinceScratch
    } catch FileError.unreadable(let path, let reason) {
      throw FileError.unreadable(path: path, reason: reason)
    } catch {
      // Missing or damaged: the next run from scratch comes a little later.
    }
    // A damaged file must not end in an overflow.
    return max(0, min(runs, Int(Int32.max)))
  }

  func keep(runsSinceScratch: Int) throws {
    try JSONFile.write(Runs(sinceScratch: runsSinceScratch), to: runsPath)
  }

  func keep(_ decision: RetrainingDecision) throws {
    try JSONFile.write(decision, to: decisionPath)
  }
}
