/// What a key is given, before it is known whether that fits.
enum ConfigurationValue: Equatable {
  /// A word, number or text; whether it stood in quotes, which makes it text.
  case scalar(String, isQuoted: Bool)
  /// A list of such.
  case list([String])
  /// Keys and values, where a value was expected.
  case mapping
  /// Nothing.
  case nothing

  /// What an environment variable or a command line says: a list has commas.
  init(word: String) { self = .scalar(word, isQuoted: false) }

  /// The words for a message.
  var description: String {
    switch self {
    case .scalar(let text, let isQuoted): isQuoted ? "the text \"\(text)\"" : "'\(text)'"
    case .list(let elements): "[\(elements.joined(separator: ", "))]"
    case .mapping: "keys below it"
    case .nothing: "nothing"
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

  /// A whole number.
  var whole: Int? { word.flatMap { Int($0) } }

  /// A finite number, written in digits.
  var number: Double? {
    guard let word, word.allSatisfy({ "0123456789+-.eE".contains($0) }),
      let number = Double(word), number.isFinite
    else { return nil }
    return number
  }

  /// `true` or `false`.
  var flag: Bool? { word.flatMap { Bool($0) } }

  /// A list: `[a, b]` in a file, `a,b` elsewhere; one element needs no brackets.
  var elements: [String]? {
    switch self {
    case .list(let elements): elements
    case .scalar(let text, false):
      text.split(separator: ",").map { String($0).trimmingSpaces }
    default: nil
    }
  }
}

extension String {
  fileprivate var trimmingSpaces: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
