import Octavo
import Support

/// One run of `tune`: from the data folder to the best options.
struct TuningSession {
  let space: SearchSpace
  /// How the ratings are divided when the best options are tested.
  let split: SplitConfiguration
  /// How they are divided for the trials.
  let trialSplit: SplitConfiguration
  let testFile: String?
  let method: SearchMethod
  let limits: Tuning.Limits
  /// Where the search is kept.
  let folder: String
  let resume: Bool
  let force: Bool
  /// The command line that the search is resumed with.
  let arguments: [String]
  let threads: Int
  let output: TuningOutput

  /// Reads, splits, searches, tests once and writes.
  func run(_ data: DataOptions) throws {
    try RunOptions.check(folder, isNot: data.data)
    Interruption.stands("before the search began; nothing was written")
    let dataset = try data.dataset(tests: testFile, threads: threads)
    var training = try prepare(dataset, trialSplit)
    guard !training.data.parts.validation.isEmpty else { throw NothingToValidateError() }
    output.begin(training.data, space, method)
    let folder = try RunFolder(folder, keepCheckpoints: 1)
    if resume {
      try folder.resumeParts(training.identity, arguments: arguments)
    } else {
      try folder.begin(training.identity, arguments: arguments, isForced: force)
    }
    let goesOn = "`octavo tune --resume \(folder.place)` goes on"
    Interruption.stands("before the first trial; \(goesOn)")
    training.encode()
    let tuning = Tuning(training, space, by: method, until: limits)
    let earlier = resume ? try folder.trials : []
    Interruption.stands("between two rounds of trials, which are saved; \(goesOn)")
    let trials = try tuning.run(after: earlier) { trials in
      try folder.save(trials)
      try output.round(trials, of: limits.trials)
    }
    let last = try prepare(dataset, split)
    try last.identity.check(hasDataOf: training.identity, at: data.data)
    try finish(trials, tuning, last, folder)
  }

  private func prepare(
    _ dataset: Dataset, _ split: SplitConfiguration
  ) throws -> PreparedTraining {
    let divided = try dataset.divided(by: split, threads: threads)
    return try PreparedTraining(divided, space.base, split, threads: threads)
  }

  /// Tests the best options, once, as `train` would train them.
  private func finish(
    _ trials: [Trial], _ tuning: Tuning, _ training: PreparedTraining, _ folder: RunFolder
  ) throws {
    guard let best = trials.best else { throw NoGoodTrialError(trials: trials) }
    let configuration = tuning.configuration(of: best)
    var last = training
    last.encode()
    let outcomes = try last.outcomes(
      of: configuration == space.base ? [configuration] : [configuration, space.base])
    let tuned = TunedRun(
      trials, best: best, configuration: folder.finalBestFile,
      test: outcomes[0].metrics["test"],
      startTest: outcomes[outcomes.count - 1].metrics["test"])
    let heading =
      "The best of \(trials.count) trials of octavo tune: validation RMSE "
      + fixed((best.validationMSE ?? .nan).squareRoot(), 4)
    try folder.finish(
      tuned, best: TrainingFile(configuration, split).text(heading: heading))
    try output.finish(tuned, space.names)
  }
}

/// No trial of a search came to anything.
struct NoGoodTrialError: Error, CustomStringConvertible {
  let trials: [Trial]

  var description: String {
    let reason = trials.lazy.compactMap(\.failure).first.map { "; the first: \($0)" } ?? ""
    return "none of \(trials.count) trials took all epochs to a good end, expected one\(reason)"
  }
}
