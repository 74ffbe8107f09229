import Foundation
import Octavo

/// How a run of the job went, as far as it came.
public struct RetrainingResult: Sendable {
  /// The night.
  public internal(set) var record: NightRecord
  /// What went wrong; nil where the run ended as it should, with a promotion or a refusal.
  ///
  /// With a judgement it went wrong after that, which stands: a promoted candidate is in service.
  public internal(set) var error: (any Error)?

  init(started: Date) { record = NightRecord(started: started) }

  /// Whether the candidate was trained and refused, and nothing went wrong.
  public var isRefused: Bool { error == nil && record.outcome == .refused }

  /// Takes a stage of the night, and notes how long it took.
  mutating func stage<Value>(
    _ name: String, _ body: (inout RetrainingResult) throws -> Value
  ) rethrows -> Value {
    let begun = ContinuousClock.now
    defer { record.stages[name, default: 0] += (ContinuousClock.now - begun).seconds }
    return try body(&self)
  }

  /// Notes an error, unless one came before it.
  mutating func note(_ error: any Error) { self.error = self.error ?? error }
}

/// A signal ended the run.
public struct RetrainingInterrupted: Error, Equatable, CustomStringConvertible {
  /// SIGINT, SIGTERM or SIGHUP.
  public let signal: Int32
  /// Where: "after the ratings were read".
  public let place: String

  /// One sentence.
  public var description: String { "stopped by \(Interruption.name(of: signal)) \(place)" }
}
