import BookData
import Foundation
import Support

/// What a checkpoint says about itself and the training that it is from: `checkpoint.json`.
package struct CheckpointManifest: Manifest, Sendable, Equatable {
  /// The version that this program writes and reads.
  package static let supportedVersion = 1

  /// The version of the checkpoint's form.
  package var formatVersion = CheckpointManifest.supportedVersion
  /// The options of the training.
  package var training: TrainingConfiguration
  /// Where the ratings come from and how they were divided.
  package var origin: TrainingOrigin
  /// The number of steps taken.
  package var step: Int
  /// How far the training had come.
  package var progress: TrainingProgress
  /// The epoch that the best model is from; nil before the first is over.
  package var best: Epoch?
  /// The memories of callbacks by their names, as JSON.
  package var callbacks: [String: String]
  /// The step after which the tables of Adam's catch-up begin; nil without one.
  package var catchUpBase: Int?
  /// Whether the network learns standardized ratings; nil in checkpoints from before, of ratings as they are.
  package var isStandardized: Bool?
  /// CRC-32C of the tensors' file in hexadecimal, so that neither file can be of another checkpoint.
  package var tensorsChecksum: String
}

extension CheckpointManifest {
  /// Whether the training had come to its end.
  package var isOver: Bool { progress.isStoppedEarly || progress.finishedEpochs == training.epochs }

  /// Whether `other` is the same training with more epochs, and this is the end of the shorter one.
  func isLengthened(by other: TrainingConfiguration) -> Bool {
    isOver && other.isLonger(than: training)
  }
}

/// Where a training's ratings come from and how they were divided.
package struct TrainingOrigin: Sendable, Codable, Equatable {
  /// The ratings.
  package var data: Fingerprint
  /// How they were divided.
  package var split: SplitConfiguration

  /// Ratings divided so.
  package init(data: Fingerprint, split: SplitConfiguration) {
    self.data = data
    self.split = split
  }
}

/// All that a training needs to go on as if it had never stopped: one folder on disk.
///
/// | file | content |
/// |---|---|
/// | `checkpoint.json` | ``CheckpointManifest``: options, data, step, position in the epoch, callbacks |
/// | `checkpoint.json.crc32c` | its checksum in hexadecimal |
/// | `state.safetensors` | tables and dense layers with optimizer state, the steps that sleeping rows missed, and under `best.` the best network so far |
///
/// Tables stand as they are in memory, sleeping rows unwoken: waking them early would change the last bits.
/// Random numbers need no room, see ``TrainingProgress``. The folder appears whole or not at all.
package struct TrainingCheckpoint: Sendable {
  /// Where it was read from.
  package let path: String
  /// What it says about itself.
  package let manifest: CheckpointManifest
  let tensors: TensorFile

  static let manifestName = "checkpoint.json"
  static let checksumName = "checkpoint.json.crc32c"
  static let tensorsName = "state.safetensors"

  /// Reads the checkpoint in the folder at `path`; every altered or missing byte is found.
  ///
  /// - Throws: `FileError`, `CheckpointError`.
  package init(reading path: String) throws {
    func place(_ name: String) -> String { path + "/" + name }
    try Self.check(
      place(Self.manifestName), part: "file",
      expected: String(
        decoding: try InputFile.contents(of: place(Self.checksumName)), as: UTF8.self))
    let manifest: CheckpointManifest = try JSONFile.read(from: place(Self.manifestName))
    try Self.validate(manifest, path: place(Self.manifestName))
    try Self.check(place(Self.tensorsName), part: "file", expected: manifest.tensorsChecksum)
    tensors = try TensorFile.read(place(Self.tensorsName))
    self.path = path
    self.manifest = manifest
  }

  /// Writes the checkpoint of a run to the folder at `path`, whole or not at all.
  ///
  /// - Throws: `FileError`, `CheckpointError`; ``DivergenceError`` for weights that are not finite.
  static func write(_ run: TrainingRun, origin: TrainingOrigin, to path: String) throws {
    precondition(run.firstStep == 0, "a training that began warm has no checkpoints")
    let tensors = try run.tensors()
    let folder = try AtomicFolder(path: path)
    func place(_ name: String) -> String { folder.temporaryPath + "/" + name }
    try TensorFile.write(tensors, to: place(tensorsName))
    let manifest = CheckpointManifest(
      training: run.configuration, origin: origin, step: run.stepCount, progress: run.progress,
      best: run.best?.report, callbacks: try run.callbackStates(),
      catchUpBase: run.step.catchUp?.base, isStandardized: true,
      tensorsChecksum: try InputFile.checksum(of: place(tensorsName)))
    try JSONFile.write(manifest, to: place(manifestName))
    try AtomicFile.write(
      try InputFile.checksum(of: place(manifestName)).utf8, to: place(checksumName))
    try folder.commit()
  }

  private static func check(_ path: String, part: String, expected: String) throws {
    let found = try InputFile.checksum(of: path)
    guard found == expected else {
      throw CheckpointError.checksumMismatch(
        path: path, part: part, expected: expected, found: found)
    }
  }

  /// Refuses a manifest whose numbers no training can have.
  private static func validate(_ manifest: CheckpointManifest, path: String) throws {
    func fail(_ reason: String) -> CheckpointError { .invalidJSON(path: path, reason: reason) }
    do {
      try manifest.training.validate()
      try manifest.origin.split.validate()
    } catch {
      throw fail(error.description)
    }
    let steps = 0...Int(UInt32.max)
    guard steps.contains(manifest.step), (0...manifest.step).contains(manifest.catchUpBase ?? 0)
    else { throw fail("step \(manifest.step) is not one that a training reaches") }
    let progress = manifest.progress
    guard (0...(manifest.training.epochs ?? .max)).contains(progress.finishedEpochs),
      progress.position >= 0, progress.rateReductions >= 0
    else { throw fail("the progress is not one that a training makes") }
  }
}
