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

  @Option(
    help: ArgumentHelp(
      "When to save a checkpoint: after so many steps (500), seconds (30s) or minutes (5m).",
      valueName: "interval"))
  var checkpointEvery = CheckpointInterval(.seconds(60), text: "1m")

  @Option(help: ArgumentHelp("How many checkpoints to keep, the latest.", valueName: "count"))
  var keepCheckpoints = 2

  @Option(help: ArgumentHelp("How many steps TensorBoard's points stand for.", valueName: "steps"))
  var logEvery = 100

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
    guard keepCheckpoints >= 1 else {
      throw ValidationError("--keep-checkpoints: found \(keepCheckpoints), expected 1 or more")
    }
    guard logEvery >= 1 else {
      throw ValidationError("--log-every: found \(logEvery), expected 1 or more")
    }
  }
}

/// `500`, `30s` or `5m`.
struct CheckpointInterval: ExpressibleByArgument {
  let value: ModelCheckpoint.Interval
  private let text: String

  init(_ value: ModelCheckpoint.Interval, text: String) {
    self.value = value
    self.text = text
  }

  init?(argument: String) {
    text = argument
    if let steps = Int(argument) {
      guard steps >= 1 else { return nil }
      value = .steps(steps)
      return
    }
    let seconds = ["s": 1.0, "m": 60.0]
    guard let unit = argument.last.flatMap({ seconds[String($0)] }),
      let number = Double(argument.dropLast()), number > 0, number.isFinite
    else { return nil }
    value = .seconds(number * unit)
  }

  var defaultValueDescription: String { text }
}
