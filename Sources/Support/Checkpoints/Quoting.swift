/// `text` in quotation marks on one line, cut short where a file made it long: fit for a message.
func quoted(_ text: String) -> String {
  "\"\(shortened(text))\""
}

/// `text` on one line, its control characters escaped, at most 80 characters of it.
func shortened(_ text: String) -> String {
  let limit = 80
  let scalars = text.unicodeScalars.prefix(limit + 1)
  let line = scalars.prefix(limit).map { $0.properties.isGraphic ? String($0) : $0.escaped }
  return line.joined() + (scalars.count > limit ? "…" : "")
}

/// `shape` in brackets, at most eight dimensions of it.
func shortened(_ shape: [Int]) -> String {
  let dimensions = shape.prefix(8).map(String.init) + (shape.count > 8 ? ["…"] : [])
  return "[\(dimensions.joined(separator: ", "))]"
}

extension Unicode.Scalar.Properties {
  /// Whether the scalar may stand in a message as it is.
  fileprivate var isGraphic: Bool {
    switch generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned,
      .privateUse:
      false
    default: true
    }
  }
}

extension Unicode.Scalar {
  fileprivate var escaped: String { "\\u{\(String(value, radix: 16))}" }
}
