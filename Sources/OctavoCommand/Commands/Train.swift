import ArgumentParser
import Networks
import Training

/// Trains a model on a folder of data.
struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train a model on a folder of data.",
    discussion: """
      The test part is not looked at before the end. SIGINT and SIGTERM end the training after the step \
      at hand with a checkpoint; a second signal ends it at once. After those, a kill or a power cut, \
      'octavo train --resume RUN' goes on, and ends with the same model as if nothing had happened.
      """)

  @OptionGroup var data: DataOptions
  @OptionGroup var network: NetworkOptions
  @OptionGroup var optimization: OptimizationOptions
  @OptionGroup var schedule: ScheduleOptions
  @OptionGroup var emphasis: EmphasisOptions
  @OptionGroup var split: SplitOptions
  @OptionGroup var threads: ThreadOptions

  @OptionGroup var runOptions: RunOptions

  @Flag(inversion: .prefixedNo, help: "Fit the weights that lists of books are ranked with.")
  var lists = true

  @Option(help: "What the split, initial weights, order and dropout depend on.")
  var seed: UInt64 = 0

  @Option(
    help: ArgumentHelp(
      "Write a page with charts of the run at the end. (default: none)", valueName: "FILE.html"))
  var report: String?

  @Option(help: "How results are printed.")
  var format = PlainFormat.text

  func validate() throws {
    do {
      try configuration.validate()
      try configuration.validateForThisMachine()
      try splitConfiguration.validate()
    } catch {
      throw ValidationError(error.description)
    }
  }

  /// The options as the trainer takes them.
  var configuration: TrainingConfiguration {
    var configuration = TrainingConfiguration(network.architecture)
    network.apply(to: &configuration)
    optimization.apply(to: &configuration)
    schedule.apply(to: &configuration)
    emphasis.apply(to: &configuration)
    configuration.seed = seed
    return configuration
  }

  /// How the ratings are divided.
  var splitConfiguration: SplitConfiguration {
    var configuration = split.configuration(seed: seed)
    emphasis.apply(to: &configuration)
    return configuration
  }

  func run() throws {
    threads.warn()
    let session = TrainingSession(
      configuration: configuration, split: splitConfiguration, testFile: split.testRatings,
      makesLists: lists, options: runOptions, report: report,
      arguments: Resumption.kept(
        Array(CommandLine.arguments.dropFirst()),
        paths: [("--data", data.data), ("--test-ratings", split.testRatings)]),
      threads: threads.count, output: TrainingOutput(format: format))
    try session.run(data)
  }
}
