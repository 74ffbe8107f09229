import ArgumentParser
import Octavo
import Support

/// Where rows go that a model made: a file, or a table of a database.
struct OutputOptions: ParsableArguments {
  @Option(
    help: """
      A file that the result goes to, or a database: postgresql://HOST/NAME, service=NAME or sqlite:FILE. There it \
      takes the place of a table's rows in one transaction. (default: standard output)
      """)
  var output: String?

  @Option(
    help: ArgumentHelp(
      "The table of a database, perhaps with a schema; made where it is missing. (default: lists, or predictions)",
      valueName: "part=name"))
  var table: String?

  /// The database, where the result goes to one.
  ///
  /// - Throws: `DatabaseError` of wrong usage.
  func database() throws -> DatabaseLocation? { try output.flatMap { try DatabaseLocation($0) } }

  /// The name of the table for `part`.
  ///
  /// - Throws: `ValidationError`.
  func tableName(for part: String) throws -> String {
    guard let table else { return part }
    let pair = table.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard pair.count == 2, pair[0] == part, !pair[1].isEmpty else {
      throw ValidationError("--table: found '\(shortened(table))', expected \(part)=NAME")
    }
    return String(pair[1])
  }

  /// Checks that the options fit together.
  ///
  /// - Throws: `ValidationError`, which quotes no password.
  func check(for part: String) throws {
    do {
      _ = try tableName(for: part)
      guard try database() != nil || table == nil else {
        throw ValidationError("--table: found it without a database, expected one in --output")
      }
    } catch let error as DatabaseError {
      throw ValidationError("\(error)")
    }
  }
}
