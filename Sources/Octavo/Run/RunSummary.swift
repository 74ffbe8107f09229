import Foundation
import Support
import Training

/// `summary.json` of a run's folder: how the run went, as far as its model does not say it.
package struct RunSummary: Codable, Sendable, Equatable {
  /// A part of the run with the time that it took.
  package struct Phase: Codable, Sendable, Equatable {
    /// What was done.
    package var name: String
    /// How long it took.
    package var seconds: Double

    /// A phase of these parts.
    package init(name: String, seconds: Double) { (self.name, self.seconds) = (name, seconds) }
  }

  /// The test error of a simpler way to predict.
  package struct Baseline: Codable, Sendable, Equatable {
    /// What predicts.
    package var name: String
    /// Its errors.
    package var metrics: ErrorMetrics
  }

  /// When the run ended.
  package var date: Date
  /// The program, its revision and its BLAS library.
  package var program: String
  /// How many threads worked.
  package var threads: Int
  /// What was done, in that order.
  package var phases: [Phase]
  /// The model's errors, by the name of the part: a summary of another model does not count.
  package var metrics: [String: ErrorMetrics]
  /// The test errors of simpler ways to predict, worst first.
  package var baselines: [Baseline]

  /// A summary of a run that ends now.
  package init(
    program: String, threads: Int, phases: [Phase], _ outcome: ModelTesting.Outcome
  ) {
    date = Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded())
    (self.program, self.threads, self.phases) = (program, threads, phases)
    metrics = outcome.metrics
    baselines = outcome.baselines.map { Baseline(name: $0.name, metrics: $0.metrics) }
  }

  /// How long all of it took.
  package var seconds: Double { phases.reduce(0) { $0 + $1.seconds } }

  /// Writes the summary into a run's folder.
  ///
  /// - Throws: `FileError`.
  package func write(to folder: String) throws { try JSONFile.write(self, to: Self.path(folder)) }

  /// The summary in a run's folder; nil where there is none of this model.
  ///
  /// - Throws: `FileError`, `CheckpointError`.
  package static func read(from folder: String, of model: Model) throws -> RunSummary? {
    guard try FileStatus.exists(path(folder)) else { return nil }
    let summary: RunSummary = try JSONFile.read(from: path(folder))
    return summary.metrics == model.manifest.metrics ? summary : nil
  }

  private static func path(_ folder: String) -> String { folder + "/summary.json" }
}
