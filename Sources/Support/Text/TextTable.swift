/// A table of text: the first column to the left, the others to the right.
package struct TextTable {
  private var rows: [[String]]
  /// The columns that stand to the left.
  private let left: Set<Int>

  package init(_ header: [String], left: Set<Int> = [0]) {
    rows = [header]
    self.left = left
  }

  package mutating func append(_ row: [String]) { rows.append(row) }

  /// The table's lines, each with a line feed.
  package var text: String { lines().map { $0 + "\n" }.joined() }

  /// The table's lines; the first column gives way where they are too long.
  ///
  /// - Parameter indent: How many spaces stand before each. The default is 2.
  package func lines(width: Int = 80, indent: Int = 2) -> [String] {
    let columns = rows[0].count
    var widths = (0..<columns).map { column in rows.map { $0[column].count }.max() ?? 0 }
    let gap = 2
    let others = widths.dropFirst().reduce(0) { $0 + $1 + gap } + indent
    widths[0] = min(widths[0], max(8, width - others))
    return rows.map { row in
      let cells = row.enumerated().map { column, text in
        left.contains(column)
          ? text.paddedRight(widths[column]) : text.paddedLeft(widths[column])
      }
      return (String(repeating: " ", count: indent) + cells.joined(separator: "  ")).trimmedRight
        .clipped(width)
    }
  }
}

extension String {
  /// The text in lines of at most `width` characters, cut between words; a longer word has a line of its own.
  package func wrapped(to width: Int) -> [String] {
    split(separator: " ").reduce(into: []) { lines, word in
      if let last = lines.last, last.count + 1 + word.count <= width {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
  }

  /// The text with spaces behind it, or cut, to `width` characters.
  package func paddedRight(_ width: Int) -> String {
    let text = clipped(width)
    return text + String(repeating: " ", count: width - text.count)
  }

  /// The text with spaces before it, or cut, to `width` characters.
  package func paddedLeft(_ width: Int) -> String {
    let text = clipped(width)
    return String(repeating: " ", count: width - text.count) + text
  }

  /// The text, or its beginning and an ellipsis, in at most `width` characters.
  package func clipped(_ width: Int) -> String {
    count <= width ? self : prefix(max(0, width - 1)) + "…"
  }

  /// The text without spaces at the end.
  fileprivate var trimmedRight: String {
    String(reversed().drop { $0 == " " }.reversed())
  }
}
