import Foundation
import Logging

/// JSON made from a log's metadata: numbers stay numbers, everything else is text.
enum JSONValue {
  case text(String)
  case literal(String)
  case list([JSONValue])
  case object([String: JSONValue])

  /// The JSON for a metadata value.
  init(_ value: Logger.MetadataValue) {
    self =
      switch value {
      case .string(let text): .text(text)
      case .stringConvertible(let value): Self.convertible(value)
      case .array(let values): .list(values.map(JSONValue.init))
      case .dictionary(let values): .object(values.mapValues(JSONValue.init))
      }
  }

  private static func convertible(_ value: any CustomStringConvertible) -> JSONValue {
    switch value {
    case let value as any BinaryInteger: .literal("\(value)")
    case let value as any BinaryFloatingPoint where Double(value).isFinite: .literal("\(value)")
    case let value as Bool: .literal("\(value)")
    default: .text(value.description)
    }
  }

  /// The JSON, on one line, keys sorted.
  var text: String {
    switch self {
    case .text(let text): Self.quoted(text)
    case .literal(let text): text
    case .list(let values): "[\(values.map(\.text).joined(separator: ","))]"
    case .object(let values):
      "{"
        + values.sorted { $0.key < $1.key }.map { "\(Self.quoted($0.key)):\($0.value.text)" }
        .joined(separator: ",") + "}"
    }
  }

  /// A string as RFC 8259 has it.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20: result += String(format: "\\u%04x", scalar.value)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
