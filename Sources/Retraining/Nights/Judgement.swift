public import Octavo

/// What was decided about a candidate, and every figure that it was decided by.
public struct Judgement: Sendable, Codable, Equatable {
  /// The name of the file with the ``NightRecord`` of a model's judgement.
  public static let fileName = "decision.json"

  /// Whether the candidate went into service.
  public var isPromoted: Bool
  /// Why it did not, a sentence each.
  public var objections: [String]
  /// The candidate's version.
  public var candidate: String
  /// The version that was in service; nil where none was.
  public var current: String?
  /// What the candidate was compared with: the version in service, or `mean`: guessing the mean rating.
  public var reference: String
  /// How the candidate was trained.
  public var training: Training
  /// What was held out.
  public var holdOut: HoldOut
  /// The rule and its numbers.
  public var gate: GateOptions
  /// The comparisons: of all held-out ratings, then of slices.
  public var comparisons: [GateComparison]
  /// The comparison with a model of up to a month ago; nil where there is none but the one in service.
  public var milestone: Milestone?
  /// What the loaded folder did.
  public var smokeTest: SmokeTest.Outcome
  /// The candidate's errors by the part of the data.
  public var metrics: [String: ErrorMetrics] = [:]
  /// The test errors of simpler ways to predict.
  public var baselines: [String: ErrorMetrics] = [:]

  /// How a candidate was trained.
  public struct Training: Sendable, Codable, Equatable {
    /// Whether it started from the model in service.
    public var isWarm: Bool
    /// Why.
    public var reason: String
    /// Readers and books that the model in service did not know; nil from scratch.
    public var newReaders: Int?, newBooks: Int?
    /// The number of epochs, and the one that the candidate is from.
    public var epochs: Int, bestEpoch: Int
    /// How long the epochs took, with the encoding before them.
    public var seconds: Double
  }

  /// What was held out.
  public struct HoldOut: Sendable, Codable, Equatable {
    /// Which ratings.
    public var kind: String
    /// How many were held out of training and of the choice of the epoch.
    public var ratings: Int
    /// How many of them do not count, because the model in service may have learned from them.
    public var known: Int
  }

  /// The comparison with an older model.
  public struct Milestone: Sendable, Codable, Equatable {
    /// Its version.
    public var version: String
    /// On held-out ratings whose reader and book it knows and that it has not learned from.
    public var comparison: GateComparison
  }
}
