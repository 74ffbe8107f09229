import Foundation
import Octavo
import Support

/// `outputs.json`: where the last night put what belongs to the model in service, so that a rollback can renew it.
struct ServiceOutputs: Sendable, Codable, Equatable {
  /// Everyone's lists; nil where none are asked for.
  var lists: Lists?
  /// The file of metrics; nil for none.
  var metrics: String?

  /// A file of everyone's lists.
  struct Lists: Sendable, Codable, Equatable {
    var file: String
    var top: Int
    var format: ListFileOptions.Format
    /// The version that the lists in the file are of; nil before the first were written.
    var version: String?

    /// Writes the lists of `model`, and notes whose they are.
    ///
    /// - Parameter beforeEach: Asked again and again; what it throws ends the writing, and the file is as it was.
    /// - Returns: The number of readers.
    /// - Throws: `FileError`; what `beforeEach` throws.
    mutating func write(
      _ model: Model, _ version: ModelVersion, threads: Int, beforeEach: () throws -> Void
    ) throws -> Int {
      var request = ListRequest()
      request.count = top
      let readers = try model.writeAllLists(
        request, format == .csv ? .csv : .json, to: file, threads: threads, beforeEach: beforeEach)
      self.version = version.name
      return readers ?? 0
    }
  }

  /// The outputs that a configuration asks for, with what is known of their files.
  init(_ configuration: RetrainingConfiguration, after last: ServiceOutputs?) {
    let options = configuration.lists
    lists = options.file.map { file in
      let known = last?.lists?.file == file ? last?.lists?.version : nil
      return Lists(file: file, top: options.top, format: options.format, version: known)
    }
    metrics = configuration.metricsFile
  }

  /// Removes what killed processes left beside the files.
  func removeLeftovers() {
    for file in [lists?.file, metrics].compactMap(\.self) { AtomicFile.removeLeftovers(of: file) }
  }
}
