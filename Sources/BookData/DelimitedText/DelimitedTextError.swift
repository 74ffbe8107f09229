import Support

/// What can be wrong with delimited text as such.
package enum DelimitedTextError: Error, Equatable {
  /// The file cannot be opened or read.
  case file(FileError)
  /// A quote opens on `line` and never closes.
  case unclosedQuote(path: String, line: Int)
  /// The record that starts on `line` is longer than `limit` bytes.
  case recordTooLong(path: String, line: Int, limit: Int)
  /// The header on `line` lacks the column `expected`.
  case missingColumn(path: String, line: Int, expected: String, found: [String])
}

extension DelimitedTextError: CustomStringConvertible {
  /// One sentence: what was found, where, and what was expected.
  package var description: String {
    switch self {
    case .file(let error):
      error.description
    case .unclosedQuote(let path, let line):
      "\(path):\(line): a quote opens here and never closes, expected a closing \""
    case .recordTooLong(let path, let line, let limit):
      "\(path):\(line): a row of more than \(limit) bytes, expected a shorter one"
    case .missingColumn(let path, let line, let expected, let found):
      "\(path):\(line): no column \(expected.quotedForMessage), "
        + "expected it among the columns found: \(Self.list(found))\(Self.separator(in: found))"
    }
  }

  /// What may separate the names where they were taken for one.
  private static func separator(in names: [String]) -> String {
    guard names.count == 1 else { return "" }
    let words = [("::", "::"), (";", ";"), (",", ","), ("|", "|"), ("\t", "tab")]
    guard let word = words.first(where: { names[0].contains($0.0) })?.1 else { return "" }
    return "; did you mean --separator '\(word)'?"
  }

  /// The first names of a list, short enough for a message.
  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(20).map(\.quotedForMessage).joined(separator: ", ")
    return names.count > 20 ? shown + " and \(names.count - 20) more" : shown
  }
}
