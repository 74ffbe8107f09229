import BookData
import Support
import Yams

/// A value of a data description, and where it stands.
struct DescriptionNode {
  private let node: Node
  private let path: String
  /// The key that the value is of.
  private let name: String

  init(_ node: Node, path: String, name: String) {
    (self.node, self.path, self.name) = (node, path, name)
  }

  /// Whether there is nothing, as in a file of comments.
  var isEmpty: Bool { node.scalar?.string.isEmpty == true || node.null != nil }

  /// What is wrong with the value.
  func error(found: String, expected: String) -> DataError {
    .badDescription(
      path: path, line: node.mark?.line ?? 1, key: name, found: found, expected: expected)
  }

  /// The keys and values of a mapping, in their order.
  func pairs() throws(DataError) -> [(name: String, value: DescriptionNode)] {
    guard let mapping = node.mapping else {
      throw error(found: words, expected: "keys with values below it")
    }
    var pairs: [(name: String, value: DescriptionNode)] = []
    for (key, value) in mapping {
      let name = key.scalar?.string ?? "?"
      let value = DescriptionNode(value, path: path, name: name)
      if pairs.contains(where: { $0.name == name }) {
        throw value.error(found: "the key for the second time", expected: "it once")
      }
      pairs.append((name, value))
    }
    return pairs
  }

  /// The values of a mapping whose keys are among `allowed`; those without a value are left out.
  func entries(allowed: [String]) throws(DataError) -> [String: DescriptionNode] {
    var entries: [String: DescriptionNode] = [:]
    for (name, value) in try pairs() {
      guard allowed.contains(name) else {
        throw value.error(
          found: "an unknown key", expected: "one of \(allowed.joined(separator: ", "))")
      }
      if !value.isEmpty { entries[name] = value }
    }
    return entries
  }

  /// The value of a key that must be there.
  func required(
    _ name: String, in entries: [String: DescriptionNode]
  ) throws(DataError) -> DescriptionNode {
    guard let value = entries[name] else {
      throw error(found: "no \(name)", expected: "a value for \(name)")
    }
    return value
  }

  /// The value as a word.
  func text() throws(DataError) -> String {
    guard let text = node.scalar?.string, !text.isEmpty else {
      throw error(found: words, expected: "a word")
    }
    return text
  }

  /// The value as the name of a file in the folder.
  func file() throws(DataError) -> String {
    let text = try text()
    guard !text.contains("/"), !text.hasPrefix(".") else {
      throw error(found: text.quotedForMessage, expected: "the name of a file in the folder")
    }
    return text
  }

  /// The value as true or false.
  func flag() throws(DataError) -> Bool {
    guard let flag = node.bool else { throw error(found: words, expected: "true or false") }
    return flag
  }

  /// The value as what stands between two fields.
  func separator() throws(DataError) -> String {
    let text = try text()
    let separator = ["tab", "\\t"].contains(text) ? "\t" : text
    guard DelimitedText.canSeparate(separator) else {
      throw error(
        found: text.quotedForMessage,
        expected: "a character or several signs, no quote and no part of a number, or tab")
    }
    return separator
  }

  /// The value as what a column holds: `number`, or `{ role: categories, separator: ";" }`.
  func role(isOfReaders: Bool) throws(DataError) -> ColumnRole {
    let fields =
      node.mapping == nil ? ["role": self] : try entries(allowed: ["role", "separator"])
    let word = try required("role", in: fields).text()
    let known = ColumnRole.words.filter { !isOfReaders || $0.role.isOfReaders }
    guard let role = known.first(where: { $0.word == word })?.role else {
      throw error(
        found: word.quotedForMessage,
        expected: "one of \(known.map(\.word).joined(separator: ", "))")
    }
    guard let separator = fields["separator"] else { return role }
    guard role.separator != nil else {
      throw separator.error(
        found: "a separator", expected: "none, since a field of \(word) is one value")
    }
    return role.separated(by: try separator.text())
  }

  private var words: String {
    node.scalar.map { $0.string.quotedForMessage } ?? (node.mapping != nil ? "keys" : "a list")
  }
}

extension DataError {
  /// What the reader of YAML says of a file that is none.
  init(ofYAML error: any Error, path: String) {
    self =
      switch error {
      case YamlError.scanner(_, let reason, let mark, _),
        YamlError.parser(_, let reason, let mark, _),
        YamlError.composer(_, let reason, let mark, _):
        .badDescription(
          path: path, line: mark.line, key: "the file", found: reason, expected: "YAML")
      default:
        .badDescription(
          path: path, line: 1, key: "the file", found: "\(error)".harmless.clipped(200),
          expected: "YAML")
      }
  }
}
