import Foundation
import Support
import Training

/// `config.json`: what a run was begun with.
package struct RunConfiguration: Codable {
  /// The command line, without the program, the command, `--run` and `--resume`.
  package var arguments: [String]
  /// What decides the result.
  package var run: RunIdentity

  /// The configuration of the run in `folder`.
  package static func read(_ folder: String) throws -> RunConfiguration {
    try JSONFile.read(from: path(folder))
  }

  /// Where the run in `folder` keeps its configuration.
  package static func path(_ folder: String) -> String { folder + "/config.json" }
}

/// The folder of a run, held by this process alone.
package final class RunFolder {
  package let path: String
  package let checkpoints: CheckpointStore
  private let lock: FolderLock

  /// Creates the folder where it is missing, locks it and removes what a killed process left half-written.
  package init(_ path: String, keepCheckpoints: Int) throws {
    self.path = path
    try Folder.create(path)
    lock = try FolderLock(path)
    checkpoints = CheckpointStore(folder: path + "/checkpoints", keep: keepCheckpoints)
    for folder in [path, checkpoints.folder] { Folder.removePartialFiles(in: folder) }
  }

  /// Where the model goes.
  package var model: String { path + "/model" }

  /// Begins a new run; what was of an older one is void.
  package func begin(_ run: RunIdentity, arguments: [String]) throws {
    try checkpoints.clear()
    try JSONFile.write(
      RunConfiguration(arguments: arguments, run: run), to: RunConfiguration.path(path))
  }

  /// The checkpoint to go on from; nil where the run was stopped before its first.
  ///
  /// - Throws: ``ResumeError`` when `run` is not the run of this folder; `FileError`, `CheckpointError`.
  package func resume(_ run: RunIdentity, arguments: [String]) throws -> TrainingCheckpoint? {
    guard try FileStatus.exists(RunConfiguration.path(path)) else {
      try begin(run, arguments: arguments)
      return nil
    }
    try check(run, against: try RunConfiguration.read(path).run)
    guard let latest = try checkpoints.latest else { return nil }
    let checkpoint = try TrainingCheckpoint(reading: latest)
    let manifest = checkpoint.manifest
    var saved = run
    (saved.training, saved.split) = (manifest.training, manifest.origin.split)
    saved.data = manifest.origin.data
    try check(run, against: saved)
    return checkpoint
  }

  private func check(_ run: RunIdentity, against begun: RunIdentity) throws {
    guard run != begun else { return }
    throw ResumeError(
      run: path, isOfData: !run.isOfSameData(as: begun), differences: try differences(begun, run))
  }
}

/// A run cannot go on with other options or data.
public struct ResumeError: Error, CustomStringConvertible {
  package let run: String
  /// Whether the data differ, not only options.
  package let isOfData: Bool
  package let differences: [String]

  /// One sentence: what differs.
  public var description: String {
    "\(run): cannot be resumed: \(differences.joined(separator: "; ")); expected what it began with"
  }
}

/// What differs between two values, as sentences: `training.epochs was 20, is 30`.
private func differences(_ old: some Encodable, _ new: some Encodable) throws -> [String] {
  let (old, new) = (try leaves(of: old), try leaves(of: new))
  return Set(old.keys).union(new.keys).sorted().compactMap { key in
    let (was, now) = (old[key] ?? "nothing", new[key] ?? "nothing")
    return was == now ? nil : "\(key) was \(was), is \(now)"
  }
}

/// The numbers and texts in a value by their paths.
private func leaves(of value: some Encodable) throws -> [String: String] {
  var leaves: [String: String] = [:]
  func visit(_ value: Any, _ path: String) {
    if let object = value as? [String: Any] {
      for (key, value) in object { visit(value, path.isEmpty ? key : path + "." + key) }
    } else if let list = value as? [Any] {
      leaves[path] = "[" + list.map { "\($0)" }.joined(separator: ", ") + "]"
    } else {
      leaves[path] = "\(value)"
    }
  }
  visit(try JSONSerialization.jsonObject(with: try JSONEncoder().encode(value)), "")
  return leaves
}
