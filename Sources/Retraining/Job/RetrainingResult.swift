public import Foundation
import Octavo

/// How a run of the job went, as far as it came.
public struct RetrainingResult: Sendable {
  /// When it began.
  public let started: Date
  /// How long it took, in seconds.
  public internal(set) var seconds = 0.0
  /// What was decided; nil where the run did not come so far.
  public internal(set) var decision: RetrainingDecision?
  /// What went wrong; nil where the run ended as it should, with a promotion or a refusal.
  ///
  /// With a ``decision`` it went wrong after that, which stands: a promoted candidate is in service.
  public internal(set) var error: (any Error)?
  /// The version in service at the end.
  public internal(set) var inService: ModelVersion?
  /// The ratings that were read.
  public internal(set) var facts: DataFacts?
  /// Those of the last run that accepted its data.
  public internal(set) var lastFacts: DataFacts?

  init(started: Date) { self.started = started }

  /// Whether the candidate was trained and refused, and nothing went wrong.
  public var isRefused: Bool { error == nil && decision?.isPromoted == false }

  /// What those who watch are told.
  ///
  /// - Parameters:
  ///   - models: The folder of the store.
  ///   - exitCode: The code that the process ends with.
  public func report(models: String, exitCode: Int32) -> RetrainingReport {
    var report = RetrainingReport(
      models: models, started: started, seconds: seconds, outcome: outcome, exitCode: exitCode)
    if decision != nil { report.problem = error.map { "\($0)" } }
    (report.inService, report.created) = (inService?.name, inService?.created)
    report.ratings = facts.map { facts in
      RetrainingReport.Ratings(
        count: facts.ratings, before: lastFacts?.ratings, readers: facts.readers,
        books: facts.books, badRows: facts.badRows, duplicates: facts.duplicates)
    }
    report.gate = decision.flatMap { decision in
      decision.comparisons.first.map { all in
        RetrainingReport.Gate(
          candidateRMSE: all.candidateRMSE,
          currentRMSE: decision.current == nil ? nil : all.referenceRMSE, heldOut: all.ratings)
      }
    }
    return report
  }

  private var outcome: RetrainingReport.Outcome {
    guard let decision else {
      return .failed(reason: error.map { "\($0)" } ?? "nothing was decided")
    }
    return decision.isPromoted
      ? .promoted(version: decision.candidate)
      : .refused(reason: decision.objections.joined(separator: "; "))
  }
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
