import Foundation
import Octavo
import Support

/// `outputs.json`: where the last night put what belongs to the model in service, so that a rollback can renew it.
struct ServiceOutputs: Sendable, Codable, Equatable {
  /// Everyone's lists; nil where none are asked for.
  var lists: Lists?
  /// The file of metrics; nil for none.
  var metrics: String?

  /// A file of everyone's lists, or a table of a database.
  struct Lists: Sendable, Codable, Equatable {
    /// The file, or the database without its password.
    var file: String
    /// The table; nil for a file.
    var table: String?
    var top: Int
    var format: ListFileOptions.Format
    /// The version that the lists in the file are of; nil before the first were written.
    var version: String?
    /// The database as the configuration has it; with a password, so that it is not kept.
    private var location: String?

    private enum CodingKeys: String, CodingKey { case file, table, top, format, version }

    /// What a configuration asks for; nil where it asks for none.
    init?(_ options: ListFileOptions) {
      guard let file = options.file else { return nil }
      let database = try? DatabaseLocation(file)
      self.file = database?.absoluteDescription() ?? file
      (top, format) = (options.top, options.format)
      if database != nil { (table, location) = (options.table, file) }
    }

    /// Whether both go to one place.
    func isAt(_ other: Lists) -> Bool { file == other.file && table == other.table }

    /// Writes the lists of `model`, and notes whose they are.
    ///
    /// - Parameter beforeEach: Asked again and again; what it throws ends the writing, and the file is as it was.
    /// - Returns: The number of readers.
    /// - Throws: `FileError`, `DatabaseError`; what `beforeEach` throws.
    mutating func write(
      _ model: Model, _ version: ModelVersion, threads: Int, beforeEach: () throws -> Void
    ) throws -> Int {
      var request = ListRequest()
      request.count = top
      let readers = try model.writeAllLists(
        request, to: try destination(model, version), threads: threads, beforeEach: beforeEach)
      self.version = version.name
      return readers ?? 0
    }

    private func destination(
      _ model: Model, _ version: ModelVersion
    ) throws -> Model.ListDestination {
      guard let table, let database = try DatabaseLocation(location ?? file) else {
        return .file(file, format == .csv ? .csv : .json)
      }
      return .table(try ModelTable(lists: database, table: table, of: model), version: version.name)
    }
  }

  /// The outputs that a configuration asks for, with what is known of their files.
  init(_ configuration: RetrainingConfiguration, after last: ServiceOutputs?) {
    lists = Lists(configuration.lists)
    if let lists, let known = last?.lists, known.isAt(lists) { self.lists?.version = known.version }
    metrics = configuration.metricsFile
  }

  /// Removes what killed processes left beside the files.
  func removeLeftovers() {
    let listFile = lists?.table == nil ? lists?.file : nil
    for file in [listFile, metrics].compactMap(\.self) { AtomicFile.removeLeftovers(of: file) }
  }
}
