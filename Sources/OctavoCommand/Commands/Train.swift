import ArgumentParser
import Octavo
import Support

/// Trains a model on a folder of data.
struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train a model on a folder of data.",
    discussion: """
      The test part is not looked at before the end. SIGINT, SIGTERM and SIGHUP end the training after the step \
      at hand with a checkpoint; a second signal ends it at once. After those, a kill or a power cut, \
      'octavo train --resume RUN' goes on, and ends with the same model as if nothing had happened.
      """)

  @OptionGroup var data: DataOptions
  @OptionGroup var file: TrainingFileOption
  @OptionGroup var training: TrainingOptions
  @OptionGroup var split: SplitOptions
  @OptionGroup var threads: ThreadOptions

  @OptionGroup var runOptions: RunOptions
  @OptionGroup var repeats: RepeatOptions

  @Flag(inversion: .prefixedNo, help: "Fit the weights that lists of books are ranked with.")
  var lists = true

  @Option(
    help: ArgumentHelp(
      "Write a page with charts of the run at the end. (default: none)", valueName: "FILE.html"))
  var report: String?

  @Option(help: "How results are printed.")
  var format = PlainFormat.text

  func validate() throws {
    try asUsage {
      let configuration = try configuration()
      try configuration.validateForThisMachine()
      let split = try splitConfiguration()
      try configuration.validate(with: split)
      try split.validate()
    }
    try repeats.check(with: split)
  }

  /// The options as the trainer takes them.
  func configuration() throws(ConfigurationError) -> TrainingConfiguration {
    var configuration = try TrainingConfiguration(training.given)
    if try splitConfiguration().overfit != nil { configuration.prepareToOverfit() }
    return configuration
  }

  /// How the ratings are divided: by the seed of the training.
  func splitConfiguration() throws(ConfigurationError) -> SplitConfiguration {
    var configuration = try split.configuration(seed: training.seed)
    if case .folds(let count)? = repeats.repetition { configuration.fold = Fold(1, of: count) }
    return configuration
  }

  func run() throws {
    threads.warn()
    let session = TrainingSession(
      configuration: try configuration(), split: try splitConfiguration(),
      testFile: split.testRatings,
      makesLists: lists, options: runOptions, report: report,
      arguments: try Resumption.kept(data, split),
      threads: threads.count, output: TrainingOutput(format: format))
    // Before anything is read.
    try session.configuration.validate(for: RankedProcess.ranks.count)
    try RankedProcess.lead(threads: threads.count) {
      guard let repetition = repeats.repetition else { return try session.run(data) }
      try RepeatedSession(session: session, repetition: repetition).run(data)
    }
  }
}
