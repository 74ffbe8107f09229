import Foundation
import Support
import Training

/// `finished.json`, and the last line of `train --format json`: what a run ended with.
///
/// It is written last: a folder without it holds no run, or one that is not over.
package struct FinishedRun: Codable, Sendable, Equatable {
  /// How a command did the run.
  package struct Record: Codable, Sendable, Equatable {
    /// A part of the run with the seconds that it took.
    package struct Phase: Codable, Sendable, Equatable {
      package var name: String
      package var seconds: Double

      package init(name: String, seconds: Double) { (self.name, self.seconds) = (name, seconds) }
    }

    /// When the run ended, in UTC by ISO 8601.
    package var date: String
    /// The program, its revision and its BLAS library.
    package var program: String
    /// How many threads worked.
    package var threads: Int
    /// The processor's name; nil where an earlier version wrote the record.
    package var processor: String?
    /// The machine's memory in bytes; nil where an earlier version wrote the record.
    package var memory: Int?
    /// What was done, in that order.
    package var phases: [Phase]

    /// Of a run that ends now.
    package init(
      program: String, threads: Int, processor: String, memory: Int, phases: [Phase]
    ) {
      date = Date().formatted(.iso8601)
      (self.program, self.threads, self.phases) = (program, threads, phases)
      (self.processor, self.memory) = (processor, memory)
    }
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
  /// How it was done; nil for a run of the library.
  package var record: Record?

  enum CodingKeys: String, CodingKey {
    case testPairsInTraining = "test_pairs_in_training"
    case event, model, epochs, seconds, train, validation, test, baselines, record
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
    baselines = outcome.baselines
  }

  /// What the run in `folder` ended with; nil where it did not.
  ///
  /// - Throws: `FileError`, `CheckpointError` for a file that cannot be read.
  package static func read(_ folder: String) throws -> FinishedRun? {
    guard try FileStatus.exists(path(folder)) else { return nil }
    return try JSONFile.read(from: path(folder))
  }

  /// Whether `model` is what the run ended with.
  package func isOf(_ model: Model) -> Bool {
    let errors = model.manifest.metrics
    return [train, validation, test] == [errors["train"], errors["validation"], errors["test"]]
  }

  static func path(_ folder: String) -> String { folder + "/finished.json" }
}
