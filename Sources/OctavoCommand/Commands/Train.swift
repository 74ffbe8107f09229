import ArgumentParser
import Layers
import Models
import Training

/// Trains a model on a folder of data.
struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train a model on a folder of data.",
    discussion: "The test part is not looked at before the end.")

  @OptionGroup var data: DataOptions
  @OptionGroup var network: NetworkOptions
  @OptionGroup var optimization: OptimizationOptions
  @OptionGroup var split: SplitOptions
  @OptionGroup var threads: ThreadOptions

  @Option(
    name: .customLong("run"),
    help: "The folder of the run: model/, config.json and metrics.jsonl go there.")
  var runFolder: String

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
      try split.configuration(seed: seed).validate()
    } catch {
      throw ValidationError(error.description)
    }
  }

  /// The options as the trainer takes them.
  var configuration: TrainingConfiguration {
    var configuration = TrainingConfiguration()
    network.apply(to: &configuration.network)
    optimization.apply(to: &configuration)
    configuration.seed = seed
    return configuration
  }

  func run() throws {
    let session = TrainingSession(
      configuration: configuration, split: split.configuration(seed: seed),
      testFile: split.testRatings, runFolder: runFolder, report: report,
      threads: threads.count, output: TrainingOutput(format: format))
    try session.run(data)
  }
}
