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

  /// The version of this name in the store at `store`; nil for a name of another form.
  init?(name: String, in store: String) {
    guard let created = Self.date(of: name) else { return nil }
    self.name = name
    self.created = created
    path = store + "/" + name
  }

  /// The version made at `date`, or a millisecond after `last`, where that is later.
  init(at date: Date, after last: ModelVersion?, in store: String) {
    let instant = max(date.milliseconds, last.map { $0.created.milliseconds + 1 } ?? .min)
    created = Date(milliseconds: instant)
    name = Self.name(of: instant)
    path = store + "/" + name
  }

  /// Whether a version was made before another.
  public static func < (first: ModelVersion, second: ModelVersion) -> Bool {
    first.name < second.name
  }

  /// To the second; milliseconds are put in by hand, because formatting a fraction rounds it down.
  private static let style = Date.ISO8601FormatStyle(
    dateSeparator: .omitted, timeSeparator: .omitted)

  private static func name(of milliseconds: Int) -> String {
    let (seconds, rest) = (milliseconds / 1000, milliseconds % 1000)
    let time = Date(milliseconds: seconds * 1000).formatted(style)
    return time.dropLast() + "." + String(String(1000 + rest).dropFirst()) + "Z"
  }

  /// The time in a name, provided that it is precisely the name of that time.
  private static func date(of name: String) -> Date? {
    let parts = name.dropLast().split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, let rest = Int(parts[1]), (0..<1000).contains(rest),
      let time = try? style.parse(parts[0] + "Z")
    else { return nil }
    let instant = time.milliseconds + rest
    return Self.name(of: instant) == name ? Date(milliseconds: instant) : nil
  }
}

extension Date {
  fileprivate init(milliseconds: Int) {
    self.init(timeIntervalSince1970: Double(milliseconds) / 1000)
  }

  fileprivate var milliseconds: Int { Int((timeIntervalSince1970 * 1000).rounded()) }
}

extension ModelVersion: CustomStringConvertible {
  /// The name.
  public var description: String { name }
}
