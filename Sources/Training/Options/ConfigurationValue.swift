/// The value of an option as a file, the environment or a command line has it.
package enum ConfigurationValue: Sendable, Equatable {
  /// A word, number or text; whether it stood in quotes, which makes it text.
  case scalar(String, isQuoted: Bool)
  /// A list of such.
  case list([String])
  /// Keys and values, where a value was expected.
  case mapping
  /// Nothing.
  case nothing

  /// What an environment variable or a command line says: a list has commas.
  package init(word: String) { self = .scalar(word, isQuoted: false) }

  /// The words for a message.
  package var description: String {
    switch self {
    case .scalar(let text, let isQuoted): isQuoted ? "the text \"\(text)\"" : "'\(text)'"
    case .list(let elements): "[\(elements.joined(separator: ", "))]"
    case .mapping: "keys below it"
    case .nothing: "nothing"
    }
  }

  /// The value as a file has it.
  package var yaml: String {
    if case .scalar(let text, let isQuoted) = self { return isQuoted ? "\"\(text)\"" : text }
    return description
  }

  /// The value as a command line has it.
  package var argument: String {
    switch self {
    case .scalar(let text, _): text
    case .list(let elements): elements.isEmpty ? "none" : elements.joined(separator: ",")
    case .mapping, .nothing: ""
    }
  }

  /// A text, quoted or not.
  var text: String? {
    guard case .scalar(let text, _) = self, !text.isEmpty else { return nil }
    return text
  }

  /// A word that is no quoted text.
  var word: String? {
    guard case .scalar(let text, false) = self else { return nil }
    return text
  }

  /// A list: `[a, b]` in a file, `a,b` or `none` elsewhere; one element needs no brackets.
  var elements: [String]? {
    if case .list(let elements) = self { return elements }
    guard let word else { return nil }
    return word == "none" ? [] : word.split(separator: ",").map { $0.filter { $0 != " " } }
  }
}
