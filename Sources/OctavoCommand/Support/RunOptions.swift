import ArgumentParser
import Octavo
import Support

/// Where a run lives and how it is watched; nothing here changes its result.
struct RunOptions: ParsableArguments {
  @Option(
    name: .customLong("run"),
    help: """
      The folder of the run: model/ (the best so far), checkpoints/, metrics.jsonl, config.json and \
      TensorBoard's files go there.
      """)
  var folder: String

  @Flag(
    help: """
      Go on where the run was stopped, with the data and options that it began with; they need not be \
      given again. Also: train --resume RUN. With more --epochs a run that is finished is trained longer.
      """)
  var resume = false

  @Flag(
    help: """
      Put the new run in the place of the one that the folder holds, when it is over; until then it is made \
      in RUN.new.
      """)
  var force = false

  @Option(\.checkpointEvery) var checkpointEvery: Given<RunNumbers>?
  @Option(\.keepCheckpoints) var keepCheckpoints: Given<RunNumbers>?
  @Option(\.stepsPerPoint) var logEvery: Given<RunNumbers>?

  /// The numbers, those that ``validate()`` let pass.
  var numbers: RunNumbers {
    (try? RunNumbers([checkpointEvery, keepCheckpoints, logEvery])) ?? RunNumbers()
  }

  @Flag(help: "Also write the books' embeddings with titles for TensorBoard's projector.")
  var projector = false

  @Flag(
    inversion: .prefixedNo,
    help: "Also train the plain network, to show beside the model's test error.")
  var comparison = true

  /// Refuses the folder of data as that of a run.
  ///
  /// - Throws: ``UsageError``.
  func checkFolder(isNot data: String) throws { try Self.check(folder, isNot: data) }

  /// Refuses the folder of data as that of a run.
  ///
  /// - Throws: ``UsageError``.
  static func check(_ folder: String, isNot data: String) throws {
    guard try Folder.isSame(folder, data) else { return }
    throw UsageError(
      description: "--run: found \(folder), the folder of the data, expected one of its own")
  }

  func validate() throws {
    guard !resume || !force else {
      throw ValidationError("--force: found with --resume, which goes on and replaces nothing")
    }
    _ = try asUsage { try RunNumbers([checkpointEvery, keepCheckpoints, logEvery]) }
  }
}
