import Octavo
import Support

/// Several runs of `train` in one folder, each in a folder of its own below, and how far apart they are.
struct RepeatedSession {
  /// What they have in common; its folder is that of all of them.
  let session: TrainingSession
  let repetition: Repetition

  /// Trains what is not trained yet, and prints how far apart all of them are.
  func run(_ data: DataOptions) throws {
    try session.options.checkFolder(isNot: data.data)
    // What can be read once is kept; what can be read again costs no memory meanwhile.
    let once = data.files.areReadOnce(with: session.testFile) ? try session.read(data) : nil
    var folder: RunFolder?
    var first: RunIdentity?
    var parts: [RepeatedRun.Part] = []
    for (name, part) in repetition.parts(of: partSession, data: data.data) {
      Interruption.stands(
        folder == nil ? "before the training began; nothing was written" : "between two trainings")
      let training = try part.prepare(once ?? part.read(data))
      try training.identity.check(hasDataOf: first, repetition, at: data.data)
      first = first ?? training.identity
      let own = try folder ?? begin(training)
      folder = own
      printError("\(name):")
      let result = try part.run(
        training, in: try RunFolder("\(own.path)/\(name)", keepCheckpoints: 1),
        goingOnWith: session.options.folder, model: "\(session.options.folder)/\(name)/model")
      parts.append(RepeatedRun.Part(name: name, result: result))
    }
    let repeated = RepeatedRun(repetition.kind, parts)
    try folder?.finish(repeated)
    try session.output.finish(repeated)
  }

  /// What the parts have in common: each begins, or goes on, and leaves the talking to all of them.
  private var partSession: TrainingSession {
    var part = session
    part.makesLists = false
    part.report = nil
    part.output.isOfPart = true
    (part.options.resume, part.options.force) = (true, false)
    part.arguments =
      Resumption.without(
        [RepeatOptions.folds, RepeatOptions.seeds, RepeatOptions.givenFolds], session.arguments)
      + ["--no-lists"]
    return part
  }

  /// Begins the run of all parts, or goes on with it.
  private func begin(_ first: PreparedTraining) throws -> RunFolder {
    let folder = try RunFolder(
      session.options.folder, keepCheckpoints: session.options.numbers.keepCheckpoints)
    if session.options.resume {
      try folder.resumeParts(first.identity, arguments: session.arguments)
    } else {
      try folder.begin(
        first.identity, arguments: session.arguments, isForced: session.options.force)
    }
    return folder
  }
}

extension TrainingOutput {
  /// Prints every training, the mean of them and how far apart they are.
  func finish(_ run: RepeatedRun) throws {
    guard format == .text else {
      return try StandardStream.writeOutput(try jsonLine(run) + "\n")
    }
    try StandardStream.writeOutput(
      (table(run) + comparison(run)).joined(separator: "\n") + "\n")
  }

  private func table(_ run: RepeatedRun) -> [String] {
    var table = TextTable(["", "test ratings", "RMSE", "MSE", "MAE"])
    for part in run.parts {
      let test = part.result.test
      let errors = [test?.rmse, test?.mse, test?.mae].map { $0.map { fixed($0, 4) } ?? "" }
      table.append([part.name, (test?.count ?? 0).grouped] + errors)
    }
    guard let own = run.test.first else { return table.lines() }
    let spreads = [own.rmse, own.mse, own.mae]
    table.append(["mean", ""] + spreads.map { fixed($0.mean, 4) })
    table.append(["standard deviation", ""] + spreads.map { fixed($0.deviation, 4) })
    return table.lines()
  }

  private func comparison(_ run: RepeatedRun) -> [String] {
    guard run.test.count > 1 else { return [] }
    var table = TextTable(["test RMSE", "mean", "standard deviation"])
    for errors in run.test {
      table.append([errors.name, fixed(errors.rmse.mean, 4), fixed(errors.rmse.deviation, 4)])
    }
    return [""] + table.lines()
  }
}
