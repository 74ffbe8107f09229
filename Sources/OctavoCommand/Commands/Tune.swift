import ArgumentParser
import Octavo
import Support

/// Searches for options with a low validation error.
struct Tune: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Search for the options that suit a folder of data.",
    discussion: """
      Trains many models of different learning rates, l2, dropout, embedding dimensions, layers, batch sizes and \
      epochs. The validation part chooses, a fifth of what the test part leaves where --validation-fraction does \
      not say another share; the test part is looked at once, at the end. An option that is given keeps its value. RUN/best.yaml has the best options; 'octavo train --config RUN/best.yaml' takes them. \
      After any interruption 'octavo tune --resume RUN' goes on. The result depends on data, options and seed, not \
      on the number of threads; with --minutes it depends on how many trials the time is enough for.
      """)

  @OptionGroup var data: DataOptions
  @OptionGroup var file: TrainingFileOption
  @OptionGroup var training: TrainingOptions
  @OptionGroup var split: SplitOptions
  @OptionGroup var threads: ThreadOptions

  @Option(
    name: .customLong("run"),
    help: "The folder of the search: trials.jsonl, tuned.json, best.yaml and config.json go there.")
  var folder: String

  @Option(\.trials) var trials: Given<SearchNumbers>?
  @Option(\.minutes) var minutes: Given<SearchNumbers>?

  @Option(
    help: """
      How the options of the next trials are chosen: by a Gaussian process of the errors so far (surrogate), from \
      short trainings (halving), or evenly (random).
      """)
  var search = SearchMethod.surrogate

  @Flag(
    help: "Go on with the search in the folder, also with more --trials. Also: tune --resume RUN.")
  var resume = false

  @Flag(help: "Put the new search in the place of what the folder holds, when it is over.")
  var force = false

  @Option(help: "How results are printed.")
  var format = PlainFormat.text

  func validate() throws {
    try asUsage {
      let (configuration, split) = (try configuration(), try splitConfiguration())
      try configuration.validateForThisMachine()
      try split.validate()
      try require(split.overfit == nil, "--overfit", split.overfit ?? 0, "none in a search")
      try require(
        split.validationFraction > 0, "--validation-fraction", split.validationFraction,
        "more than 0: the validation error is what a search goes by")
      _ = try SearchNumbers([trials, minutes])
      try require(!(resume && force), "--force", "it with --resume", "one of them")
    }
  }

  /// The options that the search begins with.
  func configuration() throws(ConfigurationError) -> TrainingConfiguration {
    try TrainingConfiguration(training.given)
  }

  /// How the ratings are divided for the trials: a larger validation part tells options apart that a training
  /// alone does not need to.
  func trialSplit() throws(ConfigurationError) -> SplitConfiguration {
    var configuration = try splitConfiguration()
    if split.validationFraction == nil { configuration.validationFraction = 0.2 }
    return configuration
  }

  /// How the ratings are divided in the end: by the seed of the search.
  func splitConfiguration() throws(ConfigurationError) -> SplitConfiguration {
    try split.configuration(seed: training.seed)
  }

  func run() throws {
    threads.warn()
    let numbers = try SearchNumbers([trials, minutes])
    let session = TuningSession(
      space: SearchSpace(
        around: try configuration(),
        without: Set(training.given.compactMap { $0?.option.name })),
      split: try splitConfiguration(), trialSplit: try trialSplit(),
      testFile: split.testRatings,
      method: search,
      limits: Tuning.Limits(
        trials: numbers.trials, seconds: numbers.minutes.map { 60 * $0 }),
      folder: folder, resume: resume, force: force,
      arguments: try Resumption.kept(data, split),
      threads: threads.count, output: TuningOutput(format: format))
    try session.run(data)
  }
}

extension SearchMethod: ExpressibleByArgument {}
