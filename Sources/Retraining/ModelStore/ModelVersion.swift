public import Foundation

/// One model of a store: a folder whose name tells when it was made.
///
/// Names are UTC to the millisecond, `20261125T020500.123Z`, and sort like the times.
public struct ModelVersion: Sendable, Hashable, Comparable {
  /// The name of the folder.
  public let name: String
  /// Where it is.
  public let path: String
  /// When it was made.
  public let created: Date

  /// The version of this name in the store at `store`, there or not; nil for a name of another form.
  init?(name: String, in store: String) {
    guard let created = Self.date(of: name) else { return nil }
    self.name = name
    self.created = created
    path = store + "/" + name
  }

  /// The version made at `date`, or a millisecond after `last`, where that is later.
  init(at date: Date, after last: ModelVersion?, in store: String) {
    let milliseconds = Int((date.timeIntervalSince1970 * 1000).rounded(.down))
    let earliest = last.map { Int(($0.created.timeIntervalSince1970 * 1000).rounded()) + 1 }
    let instant = max(milliseconds, earliest ?? .min)
    name = Self.name(ofMilliseconds: instant)
    created = Date(timeIntervalSince1970: Double(instant) / 1000)
    path = store + "/" + name
  }

  /// Whether a version was made before another.
  public static func < (first: ModelVersion, second: ModelVersion) -> Bool {
    first.name < second.name
  }

  private static let style = Date.ISO8601FormatStyle(
    dateSeparator: .omitted, timeSeparator: .omitted, includingFractionalSeconds: true)

  /// The time in a name, provided that it is precisely the name of that time.
  private static func date(of name: String) -> Date? {
    guard let date = try? style.parse(name) else { return nil }
    let milliseconds = Int((date.timeIntervalSince1970 * 1000).rounded())
    guard Self.name(ofMilliseconds: milliseconds) == name else { return nil }
    return Date(timeIntervalSince1970: Double(milliseconds) / 1000)
  }

  /// The name of a time, in milliseconds since 1970.
  ///
  /// The style cuts digits off, and a `Date` of whole milliseconds may lie a hair before them: a quarter of one
  /// more does not.
  private static func name(ofMilliseconds milliseconds: Int) -> String {
    Date(timeIntervalSince1970: (Double(milliseconds) + 0.25) / 1000).formatted(style)
  }
}

extension ModelVersion: CustomStringConvertible {
  /// The name.
  public var description: String { name }
}
