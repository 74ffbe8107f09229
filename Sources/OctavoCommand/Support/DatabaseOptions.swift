import ArgumentParser
import Octavo
import Support

/// Where in a database the tables of data are; shared by the commands that read one.
struct DatabaseOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      The name of a table or view of a database, such as ratings=shop.reviews, for ratings, books, tags, book_tags \
      or to_read; may be given more than once. (default: tables of these names)
      """, valueName: "part=name"))
  var table: [String] = []

  @Option(
    help: ArgumentHelp(
      "A query in the place of a table: 'ratings=select …'; may be given more than once.",
      valueName: "part=select"))
  var query: [String] = []

  func validate() throws { _ = try asUsage { try tables() } }

  /// The tables by their parts.
  func tables() throws(ConfigurationError) -> DatabaseTables {
    var tables = DatabaseTables()
    for text in table { try tables.take("--table", text) { .table($0) } }
    for text in query { try tables.take("--query", text) { .query($0) } }
    return tables
  }

  /// Checks that what names the data is a folder, or a database as it should be.
  ///
  /// - Throws: `ValidationError`, which quotes no password.
  func check(_ data: String) throws {
    do {
      let isDatabase = try DatabaseLocation(data) != nil
      guard isDatabase || table.isEmpty && query.isEmpty else {
        throw ValidationError(
          "--table, --query: found one with the folder \(data), expected a database in --data")
      }
    } catch let error as DatabaseError {
      throw ValidationError("\(error)")
    }
  }
}

/// Names of folders, files and databases as they may be seen and kept.
enum DataPlace {
  /// What is printed: a database without its password.
  static func shown(_ text: String) -> String {
    let location = try? DatabaseLocation(text)
    return location?.description ?? text
  }
}
