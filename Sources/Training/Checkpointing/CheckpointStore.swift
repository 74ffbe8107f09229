import Foundation
import Support

/// The checkpoints of one training: a folder of folders, named by their steps.
package struct CheckpointStore: Sendable {
  /// The folder.
  package let folder: String
  /// How many are kept, the latest ones.
  package let keep: Int

  /// The checkpoints in `folder`, of which `keep` are kept.
  package init(folder: String, keep: Int) {
    precondition(keep > 0, "\(keep) checkpoints to keep")
    self.folder = folder
    self.keep = keep
  }

  /// The path of the latest checkpoint; nil where there is none.
  ///
  /// - Throws: `FileError.unreadable`.
  package var latest: String? { get throws(FileError) { try all.last } }

  /// The paths of all checkpoints, the earliest first; none where there is no folder.
  ///
  /// - Throws: `FileError.unreadable`: a training must not begin anew because a disk failed.
  package var all: [String] {
    get throws(FileError) {
      guard try FileStatus.exists(folder) else { return [] }
      let steps = try Folder.names(in: folder).compactMap { name in
        name.hasPrefix(Self.prefix) ? Int(name.dropFirst(Self.prefix.count)) : nil
      }
      return steps.sorted().map(path)
    }
  }

  /// Saves the checkpoint of a run; only when it is safe on disk, the oldest ones go.
  ///
  /// - Returns: Its path.
  /// - Throws: `FileError`, `CheckpointError`, ``DivergenceError``; earlier checkpoints are then as they were.
  func save(_ run: TrainingRun, origin: TrainingOrigin) throws -> String {
    let path = path(ofStep: run.stepCount)
    try TrainingCheckpoint.write(run, origin: origin, to: path)
    for old in try all.dropLast(keep) { try? FileManager.default.removeItem(atPath: old) }
    return path
  }

  /// Removes all checkpoints, because another training begins.
  ///
  /// - Throws: `FileError.cannotCreate`, `FileError.unreadable`.
  package func clear() throws(FileError) {
    for path in try all {
      do {
        try FileManager.default.removeItem(atPath: path)
      } catch {
        throw .cannotCreate(path: path, reason: error.localizedDescription)
      }
    }
  }

  private static let prefix = "step-"

  /// Ten digits, so that names sort like steps.
  private func path(ofStep step: Int) -> String {
    let digits = String(step)
    return folder + "/" + Self.prefix + String(repeating: "0", count: max(0, 10 - digits.count))
      + digits
  }
}
