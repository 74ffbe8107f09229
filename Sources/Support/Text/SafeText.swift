// Text from other people's files and from the command line must not drive a terminal, a page or whoever reads
// JSON on one: these are the only places that say how it is made safe.

extension Unicode.Scalar {
  /// Whether the scalar may reach a reader as it is: no control character, none that turns the direction of
  /// writing or hides, and none that breaks a line.
  package var isSafe: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: false
    default: true
    }
  }
}

extension String {
  /// The text on one line, for a table or a page: what is not safe becomes U+FFFD.
  package var harmless: String { replacingScalars { _ in false } }

  /// The text for a terminal or a page: its own line feeds and tabs stay, what else is not safe becomes U+FFFD.
  package var safeLines: String { replacingScalars { $0 == "\n" || $0 == "\t" } }

  private func replacingScalars(except isFine: (Unicode.Scalar) -> Bool) -> String {
    // Almost all text is safe, and long lists are printed whole.
    guard unicodeScalars.contains(where: { !$0.isSafe && !isFine($0) }) else { return self }
    return String(
      String.UnicodeScalarView(
        unicodeScalars.map { $0.isSafe || isFine($0) ? $0 : "\u{FFFD}" }))
  }

  /// JSON with escapes in the place of what is not safe: the same values to every program.
  ///
  /// Only strings can hold such characters; line feeds between values stay.
  package var safeJSON: String {
    guard unicodeScalars.contains(where: { !$0.isSafe && $0 != "\n" }) else { return self }
    return unicodeScalars.reduce(into: "") { text, scalar in
      if scalar.isSafe || scalar == "\n" {
        text.unicodeScalars.append(scalar)
      } else {
        // Beyond 16 bits a character is written as two.
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      }
    }
  }
}

extension StringProtocol {
  /// The text in double quotes, cut to 40 characters, what is not safe escaped: fit for a message.
  public var quotedForMessage: String {
    let scalars = unicodeScalars.prefix(40)
    let isCut = scalars.endIndex != unicodeScalars.endIndex
    let escaped = scalars.map { scalar in
      guard scalar.isSafe else { return scalar.escaped(asASCII: true) }
      return scalar == "\"" ? "\\\"" : String(scalar)
    }
    return "\"" + escaped.joined() + (isCut ? "…" : "") + "\""
  }
}

/// `text` in quotation marks on one line, cut short where a file made it long: fit for a message.
func quoted(_ text: String) -> String {
  "\"\(shortened(text))\""
}

/// `text` on one line, what is not safe escaped, at most `limit` characters of it.
///
/// - Parameter limit: The default is 80.
package func shortened(_ text: String, to limit: Int = 80) -> String {
  let scalars = text.unicodeScalars.prefix(limit + 1)
  let line = scalars.prefix(limit).map { scalar in
    scalar.isSafe ? String(scalar) : "\\u{\(String(scalar.value, radix: 16))}"
  }
  return line.joined() + (scalars.count > limit ? "…" : "")
}

/// `shape` in brackets, at most eight dimensions of it.
func shortened(_ shape: [Int]) -> String {
  let dimensions = shape.prefix(8).map(String.init) + (shape.count > 8 ? ["…"] : [])
  return "[\(dimensions.joined(separator: ", "))]"
}
