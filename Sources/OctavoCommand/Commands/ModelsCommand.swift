import ArgumentParser
import Foundation
import Octavo
import Retraining
import Support

/// A model or a run was given where the folder of a service's models is expected.
struct NoStoreError: Error, CustomStringConvertible {
  let path: String

  var description: String {
    "\(path): found a model or a run, expected the folder of a service's models: 'models' in its configuration"
  }
}

/// The models of a service: what there is, and which one serves.
struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models",
    abstract:
      "List the models of a service, look back on its nights, return to an earlier model, remove old ones.",
    subcommands: [
      List.self, NightsReport.self, Rollback.self, PinCommand.self, UnpinCommand.self, Prune.self,
    ])

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
      guard try ModelFolder.located(models) == models,
        try !FileStatus.exists(models + "/model.json")
      else { throw NoStoreError(path: models) }
      return ModelStore(models)
    }

    /// Removes what killed processes left and runs `body`, while no other process changes the store.
    func changing<Result>(_ body: (ModelStore) throws -> Result) throws -> Result {
      let store = try store()
      let lock = try FolderLock(store.folder)
      return try withExtendedLifetime(lock) {
        try store.cleanUp()
        return try body(store)
      }
    }
  }

  /// Lists them.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the models, the latest first.",
      discussion: """
        The change is that of the RMSE when the model was promoted, against the model before it on the same \
        held-out ratings. Errors of different nights are of different ratings, so that they are no trend: \
        'models report' draws what can be compared.
        """)

    @OptionGroup var options: StoreOptions

    func run() throws {
      let store = try options.store()
      // A store whose link is broken has versions to choose from all the same.
      let current = Result { try store.current() }
      let serving = try? current.get()
      let pin = Result { try store.pin() }
      let rows = try store.versions().reversed().map {
        ModelRow($0, of: store, isCurrent: $0 == serving, pin: try? pin.get())
      }
      switch options.format {
      case .json: for row in rows { try StandardStream.writeOutput(row.json + "\n") }
      case .text: try StandardStream.writeOutput(ModelRow.table(rows))
      }
      if case .failure(let error) = current { throw error }
      _ = try pin.get()
    }
  }

  /// Removes old ones.
  struct Prune: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Remove old models.",
      discussion: """
        The one in service stays, and so do the one that a rollback would return to, unless a single one is \
        kept, those that somebody is reading, and one of every seven days that later ones are measured against.
        """)

    @OptionGroup var options: StoreOptions

    @Option(help: "How many stay, the latest ones.")
    var keep = 7

    @Option(help: "For how many days one model of every seven days stays; 0 for none.")
    var milestoneDays = 30

    func validate() throws {
      guard milestoneDays >= 0 else {
        throw ValidationError("--milestone-days: found \(milestoneDays), expected at least 0")
      }
      guard keep >= 1 else { throw ValidationError("--keep: found \(keep), expected at least 1") }
    }

    func run() throws {
      let pruning = try options.changing { store in
        try store.prune(keeping: keep, milestonesOf: milestoneDays)
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

private struct PruneAnswer: Encodable {
  var removed: [String]
  var inUse: [String]

  enum CodingKeys: String, CodingKey {
    case removed
    case inUse = "in_use"
  }
}
