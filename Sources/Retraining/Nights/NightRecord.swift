public import Foundation

/// A night in one value: what was read, trained, decided and left in service, as far as the run came.
///
/// Its JSON is `decision.json`, as it was when the candidate was judged, and a line of `history.jsonl`, as it was
/// in the end. The keys of ``judgement`` stand beside the others. What is not known is left out.
public struct NightRecord: Sendable, Equatable {
  /// How a night ended.
  public enum Outcome: String, Sendable, Codable, CaseIterable {
    /// The candidate is in service.
    case promoted
    /// The candidate was trained and refused; the model in service stays.
    case refused
    /// The run went wrong before anything was decided; the model in service stays.
    case failed
  }

  /// When the run began, as in `2026-11-25T02:05:00.123Z`.
  public var started: String
  /// How long it took, in seconds; nil while it goes on.
  public var seconds: Double?
  /// How long its stages took, in seconds, by their names; those that the run came to.
  public var stages: [String: Double] = [:]
  /// The code that the process ends with; nil while it goes on.
  public var exitCode: Int32?
  /// What went wrong, before or after a decision; nil where nothing did.
  public var problem: String?
  /// The version in service at the end; nil where none is.
  public var inService: String?
  /// The most memory that the process held at once, in bytes; nil while it goes on.
  public var peakMemory: Int?
  /// The ratings that were read; nil where the run did not come so far.
  public var data: DataFacts?
  /// Those of the last run that accepted its data.
  public var lastData: DataFacts?
  /// What was decided about the candidate; nil where the run did not come so far.
  public var judgement: Judgement?

  /// The record of a night that begins.
  public init(started: Date) { self.started = started.formatted(Self.style) }

  private static let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

  /// ``started`` as a date.
  public var date: Date { (try? Self.style.parse(started)) ?? .distantPast }

  /// How the night ended; a problem after a decision does not undo it.
  public var outcome: Outcome {
    guard let judgement else { return .failed }
    return judgement.isPromoted ? .promoted : .refused
  }

  /// The candidate's RMSE against that of the model in service, as a share: -0.01 is one percent better.
  ///
  /// Both were measured on the same ratings; nil where there was nothing to compare.
  public var change: Double? {
    guard let judgement, judgement.current != nil else { return nil }
    return judgement.comparisons.first?.change
  }
}

// MARK: - JSON

extension NightRecord: Codable {
  private enum Key: String, CodingKey {
    case started, seconds, stages, exitCode, problem, inService, peakMemory, data, lastData
    /// Only a record with a judgement has it.
    case isPromoted
  }

  /// Reads the JSON of a record, also one without keys that came later.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    started = try values.decode(String.self, forKey: .started)
    seconds = try values.decodeIfPresent(Double.self, forKey: .seconds)
    stages = try values.decodeIfPresent([String: Double].self, forKey: .stages) ?? [:]
    exitCode = try values.decodeIfPresent(Int32.self, forKey: .exitCode)
    problem = try values.decodeIfPresent(String.self, forKey: .problem)
    inService = try values.decodeIfPresent(String.self, forKey: .inService)
    peakMemory = try values.decodeIfPresent(Int.self, forKey: .peakMemory)
    data = try values.decodeIfPresent(DataFacts.self, forKey: .data)
    lastData = try values.decodeIfPresent(DataFacts.self, forKey: .lastData)
    judgement = values.contains(.isPromoted) ? try Judgement(from: decoder) : nil
  }

  /// Writes all keys into one object.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(started, forKey: .started)
    try values.encodeIfPresent(seconds, forKey: .seconds)
    try values.encode(stages, forKey: .stages)
    try values.encodeIfPresent(exitCode, forKey: .exitCode)
    try values.encodeIfPresent(problem, forKey: .problem)
    try values.encodeIfPresent(inService, forKey: .inService)
    try values.encodeIfPresent(peakMemory, forKey: .peakMemory)
    try values.encodeIfPresent(data, forKey: .data)
    try values.encodeIfPresent(lastData, forKey: .lastData)
    try judgement?.encode(to: encoder)
  }
}
