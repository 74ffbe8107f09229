import Foundation

/// Somebody who looks on while a training runs.
///
/// The loop tells its callbacks in order. Each answer to a step and an epoch says whether to go on. What a
/// callback throws ends the training.
public protocol TrainingCallback: AnyObject {
  /// The training begins, or goes on from a checkpoint.
  func trainingBegins(_ run: TrainingRun) throws
  /// A step was taken. Called very often: it must be cheap.
  func stepEnds(_ run: TrainingRun) throws -> Verdict
  /// An epoch is over and measured.
  func epochEnds(_ report: Epoch, _ run: TrainingRun) throws -> Verdict
  /// The training is over; `run.ending` says how.
  func trainingEnds(_ run: TrainingRun) throws
}

/// Whether a training goes on; the later the case, the graver.
public enum Verdict: Sendable, Comparable {
  /// It does.
  case `continue`
  /// More epochs would not help.
  case stop
  /// Somebody wants to go on later.
  case interrupt
}

extension TrainingCallback {
  /// Does nothing.
  public func trainingBegins(_ run: TrainingRun) throws {}
  /// Goes on.
  public func stepEnds(_ run: TrainingRun) throws -> Verdict { .continue }
  /// Goes on.
  public func epochEnds(_ report: Epoch, _ run: TrainingRun) throws -> Verdict { .continue }
  /// Does nothing.
  public func trainingEnds(_ run: TrainingRun) throws {}
}

/// A callback whose memory belongs into checkpoints.
package protocol StatefulCallback: TrainingCallback {
  /// What it remembers.
  associatedtype State: Codable & Sendable
  /// The name under which a checkpoint holds its memory.
  var name: String { get }
  /// What it remembers.
  var state: State { get set }
}

extension StatefulCallback {
  /// The memory as a checkpoint holds it.
  func encodedState() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return try encoder.encode(state)
  }

  /// Remembers what a checkpoint holds.
  func restore(_ encoded: Data) throws {
    state = try JSONDecoder().decode(State.self, from: encoded)
  }
}
