import ArgumentParser
import Foundation
import Retraining
import Support

/// The models of a service: what there is, and which one serves.
struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models",
    abstract: "List the models of a service, return to an earlier one, remove old ones.",
    subcommands: [List.self, Rollback.self, Prune.self])

  /// Which store.
  struct StoreOptions: ParsableArguments {
    @Option(help: "The folder of models, in which 'current' is the one in service.")
    var models: String

    @Option(help: "How the result is printed.")
    var format = PlainFormat.text

    /// The store, which must be there.
    func store() throws -> ModelStore {
      guard try FileStatus.exists(models) else {
        throw FileError.missing(path: models)
      }
      return ModelStore(models)
    }

    /// Runs `body` while no other process changes the store.
    func changing<Result>(_ body: (ModelStore) throws -> Result) throws -> Result {
      let store = try store()
      let lock = try FolderLock(store.folder)
      return try withExtendedLifetime(lock) { try body(store) }
    }
  }

  /// Lists them.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the models, the latest first.",
      discussion: """
        RMSE is what the model was promoted with, on held-out ratings, beside that of the model before it on \
        the same ratings.
        """)

    @OptionGroup var options: StoreOptions

    func run() throws {
      let store = try options.store()
      // A store whose link is broken has versions to choose from all the same.
      let current = Result { try store.current() }
      let serving = try? current.get()
      let rows = try store.versions().reversed().map { ModelRow($0, isCurrent: $0 == serving) }
      switch options.format {
      case .json: for row in rows { try StandardStream.writeOutput(row.json + "\n") }
      case .text: try StandardStream.writeOutput(ModelRow.table(rows))
      }
      if case .failure(let error) = current { throw error }
    }
  }

  /// Returns to an earlier one.
  struct Rollback: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Put an earlier model into service again, in one instant.")

    @OptionGroup var options: StoreOptions

    @Option(
      help: "Which one, of those that 'models list' names. (default: the one that served before)")
    var to: String?

    func run() throws {
      let (before, version) = try options.changing { store in
        (try? store.current(), try store.rollBack(to: to))
      }
      switch options.format {
      case .json:
        try StandardStream.writeOutput(
          try jsonLine(RollbackAnswer(inService: version.name, before: before?.name)) + "\n")
      case .text:
        try StandardStream.writeOutput(
          "\(version.name) is in service\(before.map { ", in place of \($0.name)" } ?? "")\n")
      }
    }
  }

  /// Removes old ones.
  struct Prune: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Remove old models.",
      discussion: """
        The one in service stays, and so do the one that a rollback would return to, unless a single one is \
        kept, and those that somebody is reading.
        """)

    @OptionGroup var options: StoreOptions

    @Option(help: "How many stay, the latest ones.")
    var keep = 7

    func validate() throws {
      guard keep >= 1 else { throw ValidationError("--keep: found \(keep), expected at least 1") }
    }

    func run() throws {
      let pruning = try options.changing { store in
        try store.cleanUp()
        return try store.prune(keeping: keep)
      }
      let removed = pruning.removed.map(\.name)
      let inUse = pruning.inUse.map(\.name)
      switch options.format {
      case .json:
        try StandardStream.writeOutput(
          try jsonLine(PruneAnswer(removed: removed, inUse: inUse)) + "\n")
      case .text:
        try StandardStream.writeOutput(
          "removed \(removed.isEmpty ? "nothing" : removed.joined(separator: ", "))"
            + (inUse.isEmpty ? "" : "; in use, so still there: \(inUse.joined(separator: ", "))")
            + "\n")
      }
    }
  }
}

private struct RollbackAnswer: Encodable {
  var inService: String
  var before: String?

  enum CodingKeys: String, CodingKey {
    case before
    case inService = "in_service"
  }
}

private struct PruneAnswer: Encodable {
  var removed: [String]
  var inUse: [String]

  enum CodingKeys: String, CodingKey {
    case removed
    case inUse = "in_use"
  }
}
