import BookData
import Databases
import Foundation

/// A table of a database with what a model says: each row with the model's version and when it was made.
///
/// Its rows are replaced in one transaction: whoever reads the table sees the old ones or the new ones.
package final class ModelTable {
  private let sink: any TableSink
  private var origin: [String] = []

  /// Connects, and looks whether the table can take such rows; where it is missing it will be made.
  ///
  /// - Parameters:
  ///   - location: The database.
  ///   - table: The table's name.
  ///   - columns: The columns beside `model_version` and `created_at`.
  /// - Throws: `DatabaseError`, `FileError` for a missing library; ``DatabaseInterruptedError``.
  package init(_ location: DatabaseLocation, table: String, _ columns: [SinkColumn]) throws {
    let all = [SinkColumn("model_version", .text), SinkColumn("created_at", .time)] + columns
    sink = try SinkTable(table, all).open(in: location, tick: DatabaseInterruptedError.check)
  }

  /// Begins; called once, before the first row.
  ///
  /// - Parameters:
  ///   - version: The model's version, or the name of its run.
  ///   - date: When the rows were made. The default is now.
  /// - Throws: `DatabaseError`; ``DatabaseInterruptedError``.
  package func begin(version: String, at date: Date = Date()) throws {
    origin = [version, date.formatted(.iso8601)]
    try sink.begin()
  }

  /// Adds a row.
  ///
  /// - Throws: `DatabaseError`; ``DatabaseInterruptedError``.
  package func write(_ fields: [String]) throws { try sink.write(origin + fields) }

  /// Puts the rows in the place of those that were there.
  ///
  /// - Throws: `DatabaseError`; the table is then as it was.
  package func commit() throws { try sink.commit() }
}

extension ModelTable {
  /// A table of lists, to be made where it is missing.
  ///
  /// - Parameters:
  ///   - location: The database.
  ///   - table: The table's name.
  ///   - model: Whose ids are listed.
  ///   - isOfModel: Whether all readers are the model's; the ids of others may be anything. The default is true.
  /// - Throws: As ``init(_:table:_:)``.
  package convenience init(
    lists location: DatabaseLocation, table: String, of model: Model, isOfModel: Bool = true
  ) throws {
    try self.init(
      location, table: table,
      Self.listColumns(
        hasIntegerReaders: isOfModel && model.readers.isOfIntegers,
        hasIntegerBooks: model.books.isOfIntegers))
  }

  /// Looks whether a table can take lists, or can be made; writes nothing.
  ///
  /// What the ids will be is known to a model alone: columns of numbers and of texts both fit here.
  ///
  /// - Throws: As ``init(_:table:_:)``.
  package static func checkLists(_ location: DatabaseLocation, table: String) throws {
    _ = try ModelTable(
      location, table: table, listColumns(hasIntegerReaders: true, hasIntegerBooks: true))
  }

  private static func listColumns(
    hasIntegerReaders: Bool, hasIntegerBooks: Bool
  ) -> [SinkColumn] {
    [
      SinkColumn("user_id", .identifier(isInteger: hasIntegerReaders)),
      SinkColumn("rank", .integer),
      SinkColumn("book_id", .identifier(isInteger: hasIntegerBooks)),
      SinkColumn("score", .real),
    ]
  }

  /// A table of predictions for `pairs`, to be made where it is missing.
  ///
  /// - Parameters:
  ///   - location: The database.
  ///   - table: The table's name.
  ///   - pairs: Readers and books.
  ///   - hasDeviations: Whether there is a column `standard_deviation`.
  /// - Throws: As ``init(_:table:_:)``.
  package convenience init(
    predictions location: DatabaseLocation, table: String,
    of pairs: [(reader: String, book: String)], hasDeviations: Bool
  ) throws {
    let readers = Vocabulary(names: pairs.map(\.reader))
    let books = Vocabulary(names: pairs.map(\.book))
    try self.init(
      location, table: table,
      [
        SinkColumn("user_id", .identifier(isInteger: readers.isOfIntegers)),
        SinkColumn("book_id", .identifier(isInteger: books.isOfIntegers)),
        SinkColumn("prediction", .real),
      ] + (hasDeviations ? [SinkColumn("standard_deviation", .real)] : []))
  }
}

extension Vocabulary {
  /// Whether the ids are numbers.
  fileprivate var isOfIntegers: Bool {
    if case .integers = ids { true } else { false }
  }
}

extension ListBatch {
  /// Writes the lists of `readers` into a table, all or none of them.
  ///
  /// - Parameters:
  ///   - version: The model's version, or the name of its run.
  ///   - beforeEach: Called before each list is written; what it throws ends the work. The default does nothing.
  /// - Throws: `DatabaseError`, ``ModelError/notFinite``.
  package func write(
    _ readers: ListReaders, to table: ModelTable, version: String,
    beforeEach: () throws -> Void = {}
  ) throws {
    try table.begin(version: version)
    try write(
      readers, as: { try output.fields(of: $0, for: $1) },
      to: { rows in
        try beforeEach()
        for row in rows { try table.write(row) }
      })
    try table.commit()
  }
}

extension ModelFolder {
  /// What the model in the folder at `path` is called in a table: its version, or the name of its run.
  package static func versionName(at path: String) -> String {
    let url = URL(fileURLWithPath: path).standardizedFileURL
    return url.lastPathComponent == "model"
      ? url.deletingLastPathComponent().lastPathComponent : url.lastPathComponent
  }
}
