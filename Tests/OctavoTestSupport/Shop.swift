package import Databases
import Foundation
import Support

/// A database of a test's own.
package protocol Shop: AnyObject {
  /// What names it.
  var url: String { get }
  /// Where it is.
  var location: DatabaseLocation { get }
  /// Runs a statement and tells its rows.
  func run(_ sql: String) throws -> [[String?]]
  /// Adds rows to a table.
  func load(_ name: String, _ header: [String], _ rows: [[String]]) throws
}

extension Shop {
  /// Makes a table and fills it; columns with numbers in every row are of numbers.
  package func create(_ name: String, _ header: [String], _ rows: [[String]]) throws {
    let columns = header.indices.map { column in
      let isWhole = rows.allSatisfy { Int($0[column]) != nil }
      return "\(header[column]) \(isWhole ? "bigint" : "text")"
    }
    _ = try run("create table \(name) (\(columns.joined(separator: ", ")))")
    try load(name, header, rows)
  }
}

/// A SQLite database in a folder of its own.
package final class SQLiteShop: Shop {
  /// The folder.
  package let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("shop-\(UUID().uuidString)").path
  package let location: DatabaseLocation

  /// The file.
  package var path: String { folder + "/shop.db" }
  package var url: String { "sqlite:" + path }

  /// An empty database.
  package init() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    location = try Self.location("sqlite:\(folder)/shop.db")
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  fileprivate static func location(_ url: String) throws -> DatabaseLocation {
    guard let location = try DatabaseLocation(url) else { throw FileError.missing(path: url) }
    return location
  }

  @discardableResult
  package func run(_ sql: String) throws -> [[String?]] {
    try SQLiteConnection(location, path: path, .writing).run(sql)
  }

  package func load(_ name: String, _ header: [String], _ rows: [[String]]) throws {
    let connection = try SQLiteConnection(location, path: path, .writing)
    let places = header.map { _ in "nullif(?, '')" }.joined(separator: ", ")
    try connection.run("begin")
    for row in rows { try connection.run("insert into \(name) values (\(places))", row) }
    try connection.run("commit")
  }
}

/// A schema of its own in the PostgreSQL database that the environment names.
package final class PostgreSQLShop: Shop {
  private static let variable = "OCTAVO_POSTGRESQL"
  /// Whether there is a server to try.
  package static var isThere: Bool { ProcessInfo.processInfo.environment[variable] != nil }

  /// The schema's name.
  package let schema = "shop_" + UUID().uuidString.replacing("-", with: "").lowercased()
  package let url: String
  package let location: DatabaseLocation

  /// An empty schema.
  package init() throws {
    let base = ProcessInfo.processInfo.environment[Self.variable] ?? ""
    url = base + (base.contains("?") ? "&" : "?") + "options=-csearch_path%3D\(schema)"
    location = try SQLiteShop.location(url)
    try run("create schema \(schema)")
  }

  deinit {
    guard let connection = try? connection() else { return }
    // Whoever still reads is not waited for: the schema stays, and goes with the server.
    _ = try? connection.run("set lock_timeout = '1s'")
    _ = try? connection.run("drop schema \(schema) cascade")
  }

  private func connection() throws -> PostgreSQLConnection {
    try PostgreSQLConnection(location, connection: url) {}
  }

  @discardableResult
  package func run(_ sql: String) throws -> [[String?]] { try connection().run(sql) }

  package func load(_ name: String, _ header: [String], _ rows: [[String]]) throws {
    let connection = try connection()
    try connection.beginCopyIn("copy \(name) from stdin (format csv)")
    for row in rows {
      let fields = row.map { $0.isEmpty ? "" : "\"" + $0.replacing("\"", with: "\"\"") + "\"" }
      try connection.copyIn(Array((fields.joined(separator: ",") + "\n").utf8))
    }
    try connection.endCopyIn()
  }
}

/// The databases that tests can try.
package enum ShopKind: String, CaseIterable, CustomStringConvertible, Sendable {
  case sqlite, postgreSQL

  /// Those that are there.
  package static var usable: [ShopKind] { PostgreSQLShop.isThere ? allCases : [.sqlite] }

  package var description: String { rawValue }

  /// A database of this kind.
  package func shop() throws -> any Shop {
    switch self {
    case .sqlite: try SQLiteShop()
    case .postgreSQL: try PostgreSQLShop()
    }
  }
}
