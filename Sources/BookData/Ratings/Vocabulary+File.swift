/// A vocabulary as a text file.
///
/// The first line says what follows: `octavo vocabulary 1, integers: 53424` or `…, strings: 7`. Then comes
/// one id a line, in order, each line ended by a newline. In strings, a backslash, a newline and a carriage
/// return are written `\\`, `\n` and `\r`. The count makes a truncated file evident.
extension Vocabulary {
  private static let signature = "octavo vocabulary 1"

  /// The file's bytes.
  package func encoded() -> [UInt8] {
    var text = "\(Self.signature), \(kind): \(count)\n"
    switch ids {
    case .integers(let integers): for id in integers { text += "\(id)\n" }
    case .strings(let strings): for id in strings { text += "\(Self.escaped(id))\n" }
    }
    return Array(text.utf8)
  }

  /// Reads what ``encoded()`` wrote to the file at `path`.
  ///
  /// - Throws: ``DataError/badVocabulary(path:line:expected:found:)``,
  ///   ``DataError/notText(path:line:found:)``.
  package init(encoded bytes: some Sequence<UInt8>, path: String) throws(DataError) {
    var lines = Array(bytes).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let isComplete = lines.popLast()?.isEmpty ?? false
    let (kind, count) = try Self.header(lines.first ?? [], path: path)
    guard isComplete, lines.count - 1 == count else {
      let found = isComplete ? "\(lines.count - 1) ids" : "a last line without end"
      throw .badVocabulary(
        path: path, line: lines.count + 1, expected: "\(count) ids, one a line", found: found)
    }
    let ids = lines.dropFirst()
    let result =
      kind == "integers"
      ? Vocabulary(integers: try Self.integers(ids, path: path))
      : Vocabulary(strings: try Self.strings(ids, path: path))
    self = result
    guard self.count == count else {
      throw .badVocabulary(
        path: path, line: 1, expected: "\(count) different ids", found: "\(self.count)")
    }
  }

  private var kind: String {
    switch ids {
    case .integers: "integers"
    case .strings: "strings"
    }
  }

  private static func header(
    _ line: ArraySlice<UInt8>, path: String
  ) throws(DataError) -> (kind: String, count: Int) {
    let text = String(decoding: line, as: UTF8.self)
    for kind in ["integers", "strings"] {
      let prefix = "\(signature), \(kind): "
      if text.hasPrefix(prefix), let count = Int(text.dropFirst(prefix.count)), count >= 0 {
        return (kind, count)
      }
    }
    throw .badVocabulary(
      path: path, line: 1, expected: "\"\(signature), integers: COUNT\"", found: text)
  }

  private static func integers(
    _ lines: ArraySlice<ArraySlice<UInt8>>, path: String
  ) throws(DataError) -> [Int64] {
    var integers: [Int64] = []
    for (index, line) in lines.enumerated() {
      guard case .integer(let value) = Identifier(line), integers.last.map({ $0 < value }) ?? true
      else {
        throw .badVocabulary(
          path: path, line: index + 2, expected: "a 64-bit integer above the one before it",
          found: String(decoding: line, as: UTF8.self))
      }
      integers.append(value)
    }
    return integers
  }

  private static func strings(
    _ lines: ArraySlice<ArraySlice<UInt8>>, path: String
  ) throws(DataError) -> [String] {
    var strings: [String] = []
    for (index, line) in lines.enumerated() {
      let text = String(decoding: line, as: UTF8.self)
      guard line.isText else { throw .notText(path: path, line: index + 2, found: text) }
      guard let id = unescaped(text), strings.last.map({ $0.precedes(id) }) ?? true else {
        throw .badVocabulary(
          path: path, line: index + 2, expected: "an id above the one before it", found: text)
      }
      strings.append(id)
    }
    return strings
  }

  private static func escaped(_ id: String) -> String {
    var text = String.UnicodeScalarView()
    for scalar in id.unicodeScalars {
      switch scalar {
      case "\\": text.append(contentsOf: "\\\\".unicodeScalars)
      case "\n": text.append(contentsOf: "\\n".unicodeScalars)
      case "\r": text.append(contentsOf: "\\r".unicodeScalars)
      default: text.append(scalar)
      }
    }
    return String(text)
  }

  /// The id that `text` stands for, or nil where a backslash is followed by something else.
  private static func unescaped(_ text: String) -> String? {
    var id = String.UnicodeScalarView()
    var scalars = text.unicodeScalars.makeIterator()
    while let scalar = scalars.next() {
      guard scalar == "\\" else {
        id.append(scalar)
        continue
      }
      switch scalars.next() {
      case "\\": id.append("\\")
      case "n": id.append("\n")
      case "r": id.append("\r")
      default: return nil
      }
    }
    return String(id)
  }
}
