public import Octavo
import Support

/// Everything that decides what a nightly job does.
///
/// The tables of its parts have a key of the configuration file for each value, with what it means and may
/// be; `octavo retrain --example-config` prints them all.
public struct RetrainingConfiguration: Sendable, Equatable, Configurable {
  /// Where ratings come from.
  public var data = DataOptions()
  /// When ratings look wrong.
  public var checks = DataChecks()
  /// Where models live.
  public var models = ModelOptions()
  /// How a candidate is trained from scratch.
  public var training = TrainingConfiguration(.hybrid)
  package var fitsLists = true
  package var threadCount = ThreadCount()
  /// When a training starts from the model in service.
  public var warmStart = WarmStartOptions()
  /// What is held out.
  public var holdOut = HoldOutOptions()
  /// What a candidate must show.
  public var gate = GateOptions()
  /// What a candidate's folder must do.
  public var smokeTest = SmokeTestOptions()
  /// What is written for everyone after a promotion.
  public var lists = ListFileOptions()
  /// The file of metrics for Prometheus' textfile collector; nil for none.
  public var metricsFile: String?

  /// The defaults; ``DataOptions/folder`` and ``ModelOptions/folder`` are still to be named.
  public init() {}

  package static var defaults: [(name: String, value: Self)] { [("", Self())] }

  /// All keys of the configuration, in the order of the example file.
  package static let options = sections.flatMap(\.options)

  /// The sections of the file, what they are for, and their keys.
  static let sections: [(name: String, help: String, options: [ConfigurationOption<Self>])] = [
    ("data", "Where ratings come from.", DataOptions.options(under: "data", at: \.data)),
    (
      "checks",
      "When ratings look wrong: what they may differ in from those of the last run that accepted them.",
      DataChecks.options(under: "checks", at: \.checks)
    ),
    ("models", "Where models live.", ModelOptions.options(under: "models", at: \.models)),
    (
      "training",
      "How a candidate is trained from scratch; auto is the architecture's own default.",
      TrainingConfiguration.options(under: "training", at: \.training) + [lists]
        + ThreadCount.options(under: "training", at: \.threadCount)
    ),
    (
      "warm_start",
      "A training starts from the model in service, unless it is time to begin afresh.",
      WarmStartOptions.options(under: "warm_start", at: \.warmStart)
    ),
    (
      "holdout", "What no training learns from: to judge by, and to choose the best epoch by.",
      HoldOutOptions.options(under: "holdout", at: \.holdOut)
    ),
    (
      "gate", "What a candidate must show to be promoted.",
      GateOptions.options(under: "gate", at: \.gate)
    ),
    (
      "smoke_test", "What the candidate's folder must do when it is loaded afresh.",
      SmokeTestOptions.options(under: "smoke_test", at: \.smokeTest)
    ),
    (
      "lists", "What is written for everyone after a promotion, whole or not at all.",
      ListFileOptions.options(under: "lists", at: \.lists)
    ),
    ("metrics", "What others watch.", [metrics]),
  ]

  private static let lists = ConfigurationOption<Self>("training.lists", \.fitsLists, .flag)
    .means("Whether the weights that lists of books are ranked with are fitted.")

  private static let metrics = ConfigurationOption<Self>(
    "metrics.file", \.metricsFile, .optional(.path(), or: "none")
  )
  .means(
    """
    A file for the textfile collector of Prometheus' node exporter, such as octavo.prom; none writes none.
    """)
}

extension RetrainingConfiguration {
  /// The options of a training that starts from the model in service: fewer epochs, smaller steps.
  public var warm: TrainingConfiguration {
    var result = training
    let share = warmStart.rateShare
    result.epochs = warmStart.epochs
    result.optimizer.learningRate = result.optimizer.denseRate * share
    result.optimizer.embeddingLearningRate = result.optimizer.embeddingLearningRate.map {
      $0 * share
    }
    return result
  }

  /// How many threads work: no more than OpenBLAS can do with.
  public var threads: Int { threadCount.usable }

  /// Throws a sentence if values make no sense together: what one key alone may hold is checked on reading.
  ///
  /// - Throws: `ConfigurationError`.
  func checkCombinations() throws(ConfigurationError) {
    try warm.validate()
    try training.validateForThisMachine()
    try require(
      fitsLists || lists.file == nil, "lists.file", lists.file ?? "none",
      "none, or training.lists to be true")
    try training.validate(with: holdOut.split)
    try data.checkPlace()
    if let file = lists.file { _ = try DatabaseLocation.checked(file, "lists.file") }
    let held = holdOut.testFraction + holdOut.validationFraction
    try require(held < 1, "hold-out", held, "parts that leave something to learn from")
  }
}
