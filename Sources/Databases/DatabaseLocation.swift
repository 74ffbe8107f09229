import Foundation
import Support

/// Which database: a URL such as `postgresql://host/shop`, `service=NAME` of libpq's service file, or
/// `sqlite:FILE`.
///
/// A password in a URL is handed to libpq and to nobody else: ``description``, which is printed and stored,
/// is the URL without it.
package struct DatabaseLocation: Sendable, Equatable, CustomStringConvertible {
  /// Whose database it is, and how it is found.
  enum Kind: Sendable, Equatable {
    /// PostgreSQL's, by a connection string of libpq.
    case postgreSQL(connection: String)
    /// SQLite's, in a file.
    case sqlite(path: String)
  }

  let kind: Kind
  /// The location without passwords.
  package let description: String
  /// What must not be seen in any message.
  private let secrets: [String]

  static let sqlitePrefix = "sqlite:"
  private static let urlPrefixes = ["postgresql://", "postgres://"]
  private static let servicePrefix = "service="

  /// Whether `text` names a database, however badly.
  package static func isDatabase(_ text: String) -> Bool {
    (urlPrefixes + [servicePrefix, sqlitePrefix]).contains(where: text.hasPrefix)
  }

  /// The database that `text` names; nil where it names none, but a folder or a file.
  ///
  /// - Throws: ``DatabaseError`` of wrong usage, which does not quote what may hold a password.
  package init?(_ text: String) throws(DatabaseError) {
    if text.hasPrefix(Self.sqlitePrefix) {
      let path = String(text.dropFirst(Self.sqlitePrefix.count))
      guard !path.isEmpty else {
        throw DatabaseError(.wrongUsage, at: text, "found no file, expected sqlite:FILE")
      }
      (kind, description, secrets) = (.sqlite(path: path), text, [])
      return
    }
    let parts: (without: String, secrets: [String])
    if let prefix = Self.urlPrefixes.first(where: text.hasPrefix) {
      parts = try ConnectionURL(text, prefix: prefix).withoutPassword()
    } else if text.hasPrefix(Self.servicePrefix) {
      parts = try ConnectionKeywords(text).withoutPassword()
    } else {
      return nil
    }
    (kind, description) = (.postgreSQL(connection: text), parts.without)
    secrets = ([text] + parts.secrets).filter { !$0.isEmpty && $0 != parts.without }
  }

  /// Whether the text that named it holds a password.
  package var holdsPassword: Bool { !secrets.isEmpty }

  /// The location with a path that counts from `folder` where it is one of a file; the default is the present
  /// folder.
  ///
  /// Without passwords: fit to be stored.
  package func absoluteDescription(from folder: URL? = nil) -> String {
    guard case .sqlite(let path) = kind else { return description }
    return Self.sqlitePrefix
      + URL(fileURLWithPath: path, relativeTo: folder).standardizedFileURL.path
  }

  /// A location as in a configuration file, whose files count from the file's folder.
  package static func resolved(_ text: String, from folder: URL?) -> String {
    guard text.hasPrefix(sqlitePrefix) else { return text }
    let path = String(text.dropFirst(sqlitePrefix.count))
    guard !path.isEmpty else { return text }
    return sqlitePrefix + URL(fileURLWithPath: path, relativeTo: folder).standardizedFileURL.path
  }

  /// `message`, of a library that may quote what it was given, without passwords and on one line.
  func scrubbed(_ message: String) -> String {
    let lines = message.split(whereSeparator: \.isNewline).map {
      $0.trimmingPrefix(while: \.isWhitespace)
    }
    var text = lines.joined(separator: "; ")
    for secret in secrets { text = text.replacing(secret, with: "…") }
    return shortened(text, to: 500)
  }
}
