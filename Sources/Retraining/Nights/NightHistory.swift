import Foundation
import Support

/// `history.jsonl`: what became of a service, a line for each night and for each change by hand, the latest last.
///
/// The file is replaced as a whole with every line, so that nobody ever finds half of one, and holds the last
/// ``limit`` lines.
public struct NightHistory: Sendable {
  /// The name of the file.
  public static let fileName = "history.jsonl"
  /// How many lines stay: more than two years of nights.
  public static let limit = 1000

  /// Where the file is.
  public let path: String

  /// The history of the models in `store`.
  public init(of store: ModelStore) { path = store.folder + "/retrain/" + Self.fileName }

  /// What a line tells.
  public enum Entry: Sendable, Equatable {
    /// A run of the job.
    case night(NightRecord)
    /// A change by hand.
    case change(ServiceChange)
  }

  /// All lines, and how many more there are that this program cannot read: of a later one, or damaged.
  ///
  /// - Throws: `FileError` other than that there is no file yet.
  public func entries() throws -> (entries: [Entry], unreadable: Int) {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    let lines = try lines()
    let entries = lines.compactMap { try? decoder.decode(Entry.self, from: Data($0.utf8)) }
    return (entries, lines.count - entries.count)
  }

  /// Adds a line; the oldest one goes where there are too many.
  ///
  /// - Throws: `FileError`; the file is then as it was.
  func append(_ entry: Entry) throws {
    var lines = try lines().suffix(Self.limit - 1).map(String.init)
    lines.append(try jsonLine(entry))
    try AtomicFile.write(lines.map { $0 + "\n" }.joined().utf8, to: path)
  }

  /// Replaces the last line.
  ///
  /// - Throws: `FileError`; the file is then as it was.
  func replaceLast(_ entry: Entry) throws {
    var lines = try lines().dropLast().map(String.init)
    lines.append(try jsonLine(entry))
    try AtomicFile.write(lines.map { $0 + "\n" }.joined().utf8, to: path)
  }

  /// The lines; one without an end, from some other hand, is one, too.
  private func lines() throws -> [Substring] {
    guard try FileStatus.exists(path) else { return [] }
    return String(decoding: try InputFile.contents(of: path), as: UTF8.self).split(separator: "\n")
  }
}

/// Something that somebody did to a service by hand.
public struct ServiceChange: Sendable, Codable, Equatable {
  /// What.
  public enum Event: String, Sendable, Codable {
    /// An earlier model was put into service again.
    case rollback
    /// Candidates were kept out of service.
    case pin
    /// Candidates were let into service again.
    case unpin
  }

  /// What was done.
  public var event: Event
  /// When, as in `2026-11-25T09:00:00Z`.
  public var at: String
  /// The version in service after it.
  public var version: String?
  /// The version that was taken back.
  public var before: String?
  /// Why, in somebody's words.
  public var reason: String?
}

extension NightHistory.Entry: Codable {
  /// The form of a line that this program writes; it reads no later one.
  private static let format = 1

  private enum Key: String, CodingKey { case event, format }

  /// Reads a line.
  ///
  /// - Throws: `DecodingError`, also for a line in a later form.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    let format = try values.decode(Int.self, forKey: .format)
    guard format <= Self.format else {
      throw DecodingError.dataCorruptedError(
        forKey: .format, in: values, debugDescription: "format \(format), expected \(Self.format)")
    }
    self =
      try values.decode(String.self, forKey: .event) == "night"
      ? .night(NightRecord(from: decoder)) : .change(ServiceChange(from: decoder))
  }

  /// Writes a line.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(Self.format, forKey: .format)
    switch self {
    case .night(let record):
      try values.encode("night", forKey: .event)
      try record.encode(to: encoder)
    case .change(let change): try change.encode(to: encoder)
    }
  }
}
