import BookData
import Support

extension DataDescription {
  /// The description as a file for people to edit.
  ///
  /// - Parameter others: Tables of the folder that it says nothing of. The default is none.
  package func text(others: [String] = []) -> String {
    var lines = [
      "# What the files of this folder hold. Correct what is wrong; octavo reads it wherever it reads the folder.",
      "#",
    ]
    let words = ColumnRole.words.map(\.word).joined(separator: ", ")
    lines += "Columns of books and users are one of: \(words).".wrapped(to: 100).map { "# " + $0 }
    lines += [
      "# Several values in a field: { role: categories, separator: \"|\" }. In a file without a header (header: false)",
      "# columns are numbers, from 1.",
    ]
    lines += others.map { "# Not described: \($0.harmless)" }
    let format = ratings ?? RatingsFormat()
    lines +=
      ["ratings:", "  file: \(yaml(ratingsFile))"] + form(format.separator, format.hasHeader)
    let columns = [
      ("user", format.user), ("book", format.book), ("rating", format.rating),
    ]
    lines += columns.map { "  \($0): \(yaml($1))" }
    lines += format.time.map { ["  time: \(yaml($0))"] } ?? []
    lines += books.lines("books") + (readers?.lines("users") ?? [])
    if tags.isDescribed {
      lines += ["tags:", "  file: \(yaml(tags.file))"]
      lines += form(tags.format.separator, tags.format.hasHeader)
      lines += ["  book: \(yaml(tags.format.user))", "  tag: \(yaml(tags.format.book))"]
      if tags.hasWeights { lines.append("  weight: \(yaml(tags.format.rating))") }
    }
    if toRead.isDescribed {
      lines += ["to_read:", "  file: \(yaml(toRead.file))"]
      lines += form(toRead.format.separator, toRead.format.hasHeader)
      lines += ["  user: \(yaml(toRead.format.user))", "  book: \(yaml(toRead.format.book))"]
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension TableDescription {
  fileprivate func lines(_ section: String) -> [String] {
    // What goodbooks-10k's files may lack is not written down as something that must be there.
    guard isComplete else { return [] }
    return ["\(section):", "  file: \(yaml(file))"] + form(separator, hasHeader) + ["  columns:"]
      + columns.map { column in
        let role = column.role
        let value =
          role.separator == role.defaultSeparator
          ? role.word : "{ role: \(role.word), separator: \(yaml(role.separator ?? "")) }"
        return "    \(yaml(column.name)): \(value)"
      }
  }
}

/// What is not as usual about how a file is written.
private func form(_ separator: String, _ hasHeader: Bool) -> [String] {
  (separator == "," ? [] : ["  separator: \(separator == "\t" ? "tab" : yaml(separator))"])
    + (hasHeader ? [] : ["  header: false"])
}

/// A word of YAML, in quotes unless it is of letters, digits, dots and underscores.
private func yaml(_ text: String) -> String {
  let isPlain =
    text.first?.isLetter == true
    && text.unicodeScalars.allSatisfy {
      $0.isASCII && ($0.properties.isAlphabetic || "0123456789_.-".unicodeScalars.contains($0))
    } && !["true", "false", "yes", "no", "on", "off", "null", "y", "n"].contains(text.lowercased())
  guard !isPlain else { return text }
  let escaped = text.unicodeScalars.map { scalar -> String in
    switch scalar {
    case "\"": "\\\""
    case "\\": "\\\\"
    case "\t": "\\t"
    case _ where scalar.value < 32 || scalar.value == 127:
      "\\x" + String(scalar.value + 256, radix: 16).dropFirst()
    default: String(scalar)
    }
  }
  return "\"\(escaped.joined())\""
}
