import Foundation
import Logging
import Support

/// How lines of a log look.
public enum LogFormat: String, Sendable, CaseIterable {
  /// `2026-11-25T02:05:00.123Z info: training begins ratings=298176 warm=true`.
  case text
  /// `{"level":"info","message":"training begins","ratings":298176,…}`, an object a line.
  case json

  /// The line for an event, with a line feed at its end and none before.
  func line(_ event: LogEvent, metadata: Logger.Metadata, at date: Date) -> String {
    let time = date.formatted(Self.time)
    switch self {
    case .text:
      let details = metadata.sorted { $0.key < $1.key }
        .map { " \($0.key)=\(Self.word($0.value))" }.joined()
      return "\(time) \(event.level): \(Self.onOneLine("\(event.message)"))\(details)\n"
    case .json:
      var object = metadata.mapValues(JSONValue.init)
      object["time"] = .text(time)
      object["level"] = .text(event.level.rawValue)
      object["message"] = .text("\(event.message)")
      return JSONValue.object(object).text.safeJSON + "\n"
    }
  }

  private static let time = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

  /// A value as one word: quoted where it has spaces or quotes, or nothing at all.
  private static func word(_ value: Logger.MetadataValue) -> String {
    let text = "\(value)"
    let isWord = !text.isEmpty && !text.contains { $0.isWhitespace || $0 == "\"" || $0 == "=" }
    return isWord ? onOneLine(text) : JSONValue.text(text).text.safeJSON
  }

  private static func onOneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ").harmless
  }
}
