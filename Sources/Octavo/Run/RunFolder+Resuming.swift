import Support
import Training

extension RunFolder {
  /// How far a run is.
  package enum Standing {
    /// All is done.
    case finished(FinishedRun)
    /// It goes on from a checkpoint; nil where it was stopped before its first.
    case underWay(TrainingCheckpoint?)
  }

  /// How far the run in this folder is; begins it where none is.
  ///
  /// A finished run goes on where `run` is the same with more epochs, and is from then on a run of those.
  ///
  /// - Throws: ``ResumeError`` when `run` is not the run of this folder; ``UnfinishedRunError`` when more epochs
  ///   are asked for before the first ones are over; `FileError`, `CheckpointError`.
  package func resume(_ run: RunIdentity, arguments: [String]) throws -> Standing {
    guard try FileStatus.exists(RunConfiguration.path(path)) else {
      try begin(run, arguments: arguments)
      return .underWay(nil)
    }
    let begun = try RunConfiguration.read(path).run
    let finished = try FinishedRun.read(path)
    if run == begun, let finished {
      // The process may have ended before it put the run into its place.
      try finish(finished)
      return .finished(finished)
    }
    if run.isLonger(than: begun) { return try lengthen(run, arguments: arguments) }
    guard run == begun else { throw try ResumeError(place, begun: begun, now: run) }
    return .underWay(try checkpoint(of: run))
  }

  /// Makes the run one of more epochs.
  private func lengthen(_ run: RunIdentity, arguments: [String]) throws -> Standing {
    guard let checkpoint = try checkpoint(of: run), checkpoint.manifest.isOver else {
      throw UnfinishedRunError(run: place)
    }
    // In this order: a kill in between leaves the run as long as it was, its last part to be done again.
    try Folder.remove(FinishedRun.path(path))
    try JSONFile.write(
      RunConfiguration(arguments: arguments, run: run), to: RunConfiguration.path(path))
    return .underWay(checkpoint)
  }

  /// The latest checkpoint, which must be one of `run`, or of its end when it had fewer epochs.
  private func checkpoint(of run: RunIdentity) throws -> TrainingCheckpoint? {
    guard let latest = try checkpoints.latest else { return nil }
    let checkpoint = try TrainingCheckpoint(reading: latest)
    let manifest = checkpoint.manifest
    var saved = run
    (saved.training, saved.split) = (manifest.training, manifest.origin.split)
    saved.data = manifest.origin.data
    guard run == saved || run.isLonger(than: saved) else {
      throw try ResumeError(place, begun: saved, now: run)
    }
    return checkpoint
  }
}

extension RunIdentity {
  /// Whether this is `other` with more epochs.
  func isLonger(than other: RunIdentity) -> Bool {
    var longer = other
    longer.training = training
    return self == longer && training.isLonger(than: other.training)
  }
}

/// More epochs are asked for before the first ones are over.
///
/// Where a run is lengthened would then depend on when it was stopped, and with it the result.
package struct UnfinishedRunError: Error, CustomStringConvertible {
  let run: String

  /// One sentence: what was found, and what would help.
  package var description: String {
    "--epochs: \(run) has not come to the end of the epochs that it was begun with; "
      + "`octavo train --resume \(run)` goes on, and then it can be trained longer"
  }
}
