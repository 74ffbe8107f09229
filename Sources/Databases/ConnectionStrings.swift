import Foundation

/// A URL of libpq: `postgresql://user:password@host:port/database?keyword=value`.
struct ConnectionURL {
  private let scheme: String
  /// User and password; nil without an `@`.
  private let credentials: Substring?
  /// Hosts and database.
  private let address: Substring
  /// What follows the question mark.
  private let parameters: Substring?

  /// Takes a URL apart that begins with `prefix`.
  ///
  /// libpq ends the credentials at the first `@` before a slash. One that is not the last, or comes after a
  /// slash, stands in a password, whose rest would be taken for a host, and printed.
  ///
  /// - Throws: ``DatabaseError`` of wrong usage.
  init(_ text: String, prefix: String) throws(DatabaseError) {
    scheme = prefix
    let rest = text.dropFirst(prefix.count)
    let mark = rest.firstIndex(of: "?")
    let front = rest[..<(mark ?? rest.endIndex)]
    parameters = mark.map { rest[rest.index(after: $0)...] }
    guard let at = front.firstIndex(of: "@") else {
      (credentials, address) = (nil, front)
      return
    }
    (credentials, address) = (front[..<at], front[front.index(after: at)...])
    guard !front[..<at].contains("/"), !address.contains("@") else {
      throw DatabaseError(
        .wrongUsage, at: prefix + "…",
        "found @ or / in the user's name, the password or the database's name, expected %40 and %2F"
      )
    }
  }

  /// The URL without passwords, and the passwords, as they stand there and as they are meant.
  func withoutPassword() -> (without: String, secrets: [String]) {
    var secrets: [String] = []
    var text = scheme
    if let credentials {
      let parts = credentials.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      text += parts[0] + "@"
      if parts.count == 2 { secrets.append(String(parts[1])) }
    }
    text += address
    let all = parameters?.split(separator: "&") ?? []
    let kept = all.filter { parameter in
      let pair = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard Self.decoded(pair[0]).isSecretKeyword else { return true }
      if pair.count == 2 { secrets.append(String(pair[1])) }
      return false
    }
    if !kept.isEmpty { text += "?" + kept.joined(separator: "&") }
    return (text, secrets + secrets.map { Self.decoded($0[...]) })
  }

  private static func decoded(_ text: Substring) -> String {
    String(text).removingPercentEncoding ?? String(text)
  }
}

/// A connection string of libpq made of keywords: `service=shop user='night owl'`.
struct ConnectionKeywords {
  private var pairs: [(keyword: Substring, value: String, text: Substring)] = []

  /// Takes a string apart.
  ///
  /// - Throws: ``DatabaseError`` of wrong usage.
  init(_ text: String) throws(DatabaseError) {
    var rest = text[...].drop(while: \.isWhitespace)
    while !rest.isEmpty {
      let start = rest
      let keyword = rest.prefix { !$0.isWhitespace && $0 != "=" }
      rest = rest.dropFirst(keyword.count).drop(while: \.isWhitespace)
      guard rest.first == "=", !keyword.isEmpty else { throw Self.malformed }
      rest = rest.dropFirst().drop(while: \.isWhitespace)
      let value = try Self.value(&rest)
      pairs.append((keyword, value, start[..<rest.startIndex]))
      rest = rest.drop(while: \.isWhitespace)
    }
  }

  private static var malformed: DatabaseError {
    DatabaseError(
      .wrongUsage, at: "service=…", "found no keyword=value, expected them with spaces between")
  }

  /// Takes a value, in quotes or up to a space, with what a backslash protects.
  private static func value(_ rest: inout Substring) throws(DatabaseError) -> String {
    let isQuoted = rest.first == "'"
    if isQuoted { rest = rest.dropFirst() }
    var value = ""
    while let character = rest.popFirst() {
      if character == "\\" {
        if let next = rest.popFirst() { value.append(next) }
      } else if isQuoted && character == "'" {
        return value
      } else if !isQuoted && character.isWhitespace {
        return value
      } else {
        value.append(character)
      }
    }
    guard !isQuoted else { throw malformed }
    return value
  }

  /// The string without passwords, and the passwords.
  func withoutPassword() -> (without: String, secrets: [String]) {
    let kept = pairs.filter { !String($0.keyword).isSecretKeyword }
      .map { $0.text.reversed().drop(while: \.isWhitespace).reversed() }
      .map { String($0) }
    let secrets = pairs.filter { String($0.keyword).isSecretKeyword }
    return (kept.joined(separator: " "), secrets.flatMap { [String($0.text), $0.value] })
  }
}

extension String {
  /// Whether the keyword's value is a password.
  fileprivate var isSecretKeyword: Bool { self == "password" || self == "sslpassword" }
}
