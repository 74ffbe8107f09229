import Support
import Training

/// `finished.json`, and the last line of `train --format json`: what a run ended with.
///
/// It is written last: a folder without it holds no run, or one that is not over.
package struct FinishedRun: Codable, Sendable, Equatable {
  /// A simpler way to predict, and its test error.
  package struct Baseline: Codable, Sendable, Equatable {
    package var name: String
    package var errors: ErrorMetrics
  }

  package var event = "finished"
  /// The model's folder.
  package var model: String
  /// The number of epochs that were planned.
  package var epochs: Int
  /// The epoch that the model is from; 0 where the readers' histories alone predict better.
  package var bestEpoch: Int
  /// How long the last process worked on the run.
  package var seconds: Double
  package var ratingsPerSecond: Double
  package var train: ErrorMetrics?
  package var validation: ErrorMetrics?
  package var test: ErrorMetrics?
  /// How many test ratings are of a reader and book that the training has; nil without a file of them.
  package var testPairsInTraining: Int?
  /// Simpler ways to predict, worst first; none without test ratings.
  package var baselines: [Baseline]

  enum CodingKeys: String, CodingKey {
    case testPairsInTraining = "test_pairs_in_training"
    case event, model, epochs, seconds, train, validation, test, baselines
    case bestEpoch = "best_epoch"
    case ratingsPerSecond = "ratings_per_second"
  }

  package init(
    model: String, epochs: Int, bestEpoch: Int, seconds: Double, ratingsPerSecond: Double,
    outcome: ModelTesting.Outcome, testPairsInTraining: Int?
  ) {
    (self.model, self.epochs, self.bestEpoch) = (model, epochs, bestEpoch)
    (self.seconds, self.ratingsPerSecond) = (seconds, ratingsPerSecond)
    self.testPairsInTraining = testPairsInTraining
    (train, validation) = (outcome.metrics["train"], outcome.metrics["validation"])
    test = outcome.metrics["test"]
    baselines = outcome.baselines.map { Baseline(name: $0.name, errors: $0.metrics) }
  }

  /// What the run in `folder` ended with; nil where it did not.
  ///
  /// - Throws: `FileError`, `CheckpointError` for a file that cannot be read.
  package static func read(_ folder: String) throws -> FinishedRun? {
    guard try FileStatus.exists(path(folder)) else { return nil }
    return try JSONFile.read(from: path(folder))
  }

  static func path(_ folder: String) -> String { folder + "/finished.json" }
}
