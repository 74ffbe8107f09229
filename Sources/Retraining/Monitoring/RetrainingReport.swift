public import Foundation

/// What those who watch a retraining are told of a run: everything that is known, nothing that is not.
public struct RetrainingReport: Sendable, Equatable {
  /// How a run ended.
  public enum Outcome: Sendable, Equatable {
    /// The candidate is in service, as this version.
    case promoted(version: String)
    /// The candidate was refused, for this reason; the model in service stays.
    case refused(reason: String)
    /// The run went wrong before anything was decided; the model in service stays.
    case failed(reason: String)
  }

  /// The ratings that a run read.
  public struct Ratings: Sendable, Equatable {
    /// How many there are, and how many there were in the last run, where that is known.
    public var count: Int, before: Int?
    /// Of how many readers and books.
    public var readers: Int, books: Int
    /// Rows that were passed over because they were bad, and those that repeat a reader and book.
    public var badRows: Int, duplicates: Int

    /// The ratings of a run.
    public init(
      count: Int, before: Int? = nil, readers: Int, books: Int, badRows: Int = 0,
      duplicates: Int = 0
    ) {
      (self.count, self.before) = (count, before)
      (self.readers, self.books) = (readers, books)
      (self.badRows, self.duplicates) = (badRows, duplicates)
    }
  }

  /// The comparison of candidate and model in service on the same held-out ratings.
  public struct Gate: Sendable, Equatable {
    /// Root mean squared errors; that of the model in service is nil where there was none.
    public var candidateRMSE: Double, currentRMSE: Double?
    /// How many held-out ratings they come from.
    public var heldOut: Int

    /// The comparison's figures.
    public init(candidateRMSE: Double, currentRMSE: Double?, heldOut: Int) {
      (self.candidateRMSE, self.currentRMSE) = (candidateRMSE, currentRMSE)
      self.heldOut = heldOut
    }
  }

  /// The folder of the store.
  public var models: String
  /// When the run began, and how many seconds it took.
  public var started: Date, seconds: Double
  /// How it ended, and with which exit code.
  public var outcome: Outcome, exitCode: Int32
  /// What went wrong after the candidate was promoted or refused; nil where nothing did.
  public var problem: String?
  /// The version in service at the end, and when it was made; nil where none is.
  public var inService: String?, created: Date?
  /// The ratings, where the run came so far.
  public var ratings: Ratings?
  /// The comparison, where the run came so far.
  public var gate: Gate?

  /// A report of a run that knows no more than this.
  public init(
    models: String, started: Date, seconds: Double, outcome: Outcome, exitCode: Int32
  ) {
    self.models = models
    (self.started, self.seconds) = (started, seconds)
    (self.outcome, self.exitCode) = (outcome, exitCode)
  }
}
