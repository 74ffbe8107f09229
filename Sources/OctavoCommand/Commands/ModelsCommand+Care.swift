import ArgumentParser
import Foundation
import Octavo
import Retraining
import Support

/// What people do to a service by hand.
extension ModelsCommand {
  /// Returns to an earlier model.
  struct Rollback: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Put an earlier model into service again, in one instant.",
      discussion: """
        The earlier model is pinned, so that the next night does not promote one like that which was taken \
        back; 'models unpin' lets candidates in again. Where the nightly job writes everyone's lists and \
        metrics, both are renewed. The link comes first: with any other code than 0 a line says which \
        model serves.
        """)

    @OptionGroup var options: StoreOptions

    @Option(
      help: "Which one, of those that 'models list' names. (default: the one that served before)")
    var to: String?

    @Option(help: "Why; it is kept in the history.")
    var reason = "taken back by hand"

    @Flag(help: "Let the next night promote again.")
    var noPin = false

    func run() throws {
      let (before, now) = try options.caring {
        try $0.rollBack(to: to, reason: reason, pins: !noPin)
      }
      switch options.format {
      case .json:
        try StandardStream.writeOutput(
          try jsonLine(
            RollbackAnswer(inService: now.name, before: before?.name, isPinned: !noPin)) + "\n")
      case .text:
        try StandardStream.writeOutput(
          "\(now.name) is in service\(before.map { ", in place of \($0.name)" } ?? "")"
            + (noPin ? "" : "; pinned until `octavo models unpin --models \(options.models)`")
            + "\n")
      }
    }
  }

  /// Keeps the model in service.
  struct PinCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "pin",
      abstract: "Keep the model in service: nights train and judge candidates, and promote none.")

    @OptionGroup var options: StoreOptions

    @Option(help: "Why; it stands in the history and in the summary of every night.")
    var reason: String

    func run() throws {
      let pin = try options.caring { try $0.pin(reason: reason) }
      switch options.format {
      case .json: try StandardStream.writeOutput(try jsonLine(pin) + "\n")
      case .text: try StandardStream.writeOutput("\(pin.version) is pinned\n")
      }
    }
  }

  /// Lets candidates in again.
  struct UnpinCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "unpin", abstract: "Let nights promote candidates again.")

    @OptionGroup var options: StoreOptions

    @Option(help: "Why; it is kept in the history. (default: no reason)")
    var reason: String?

    func run() throws {
      let wasPinned = try options.caring { try $0.unpin(reason: reason) }
      switch options.format {
      case .json: try StandardStream.writeOutput(try jsonLine(["unpinned": wasPinned]) + "\n")
      case .text:
        try StandardStream.writeOutput(
          wasPinned ? "candidates are let in again\n" : "nothing was pinned\n")
      }
    }
  }
}

extension ModelsCommand.StoreOptions {
  /// Runs `body` while no other process changes the store; a first signal waits for its end.
  fileprivate func caring<Result>(_ body: (ServiceCare) throws -> Result) throws -> Result {
    Interruption.stands("after the change")
    return try Interruption.deferred {
      try changing { store in
        try body(
          ServiceCare(store, threads: ThreadCount().usable) { error in
            let serving = (try? store.current()).map { "\($0?.name ?? "no model")" } ?? "no model"
            printError("octavo: \(error); \(serving) is in service")
          })
      }
    }
  }
}

private struct RollbackAnswer: Encodable {
  var inService: String
  var before: String?
  var isPinned: Bool

  enum CodingKeys: String, CodingKey {
    case before
    case inService = "in_service"
    case isPinned = "pinned"
  }
}
