import Foundation
import Support
import Training

/// `tuned.json`: what a search for options ended with.
package struct TunedRun: Codable, Sendable, Equatable {
  package var event = "tuned"
  /// The number of trials.
  package var trials: Int
  /// The one with the lowest validation error.
  package var best: Trial
  /// The one of the options that the search began with; nil where it took only a part of the epochs.
  package var start: Trial?
  /// The file with the best options.
  package var configuration: String
  /// How long the search took.
  package var seconds: Double
  /// The test error of a model of the best options; nil without test ratings.
  package var test: ErrorMetrics?
  /// The test error of a model of the options that the search began with; nil without test ratings.
  package var startTest: ErrorMetrics?

  enum CodingKeys: String, CodingKey {
    case event, trials, best, start, configuration, seconds, test
    case startTest = "start_test"
  }

  package init(
    _ trials: [Trial], best: Trial, configuration: String, test: ErrorMetrics?,
    startTest: ErrorMetrics?
  ) {
    (self.trials, self.best, self.configuration) = (trials.count, best, configuration)
    start = trials.first { $0.isStart && $0.share == 1 }
    seconds = trials.last?.elapsed ?? 0
    (self.test, self.startTest) = (test, startTest)
  }
}

extension RunFolder {
  /// The trials of a search in this folder.
  package var trials: [Trial] {
    get throws {
      let path = Self.trials(path)
      guard try FileStatus.exists(path) else { return [] }
      let text = String(decoding: try InputFile.contents(of: path), as: UTF8.self)
      return try text.split(separator: "\n").enumerated().map { index, line in
        do {
          return try JSONDecoder().decode(Trial.self, from: Data(line.utf8))
        } catch {
          throw CheckpointError.invalidJSON(
            path: path, reason: "line \(index + 1) is no trial of a search")
        }
      }
    }
  }

  /// Writes the trials of a search, whole or not at all.
  package func save(_ trials: [Trial]) throws {
    let lines = try trials.map { try jsonLine($0) + "\n" }
    try AtomicFile.write(lines.joined().utf8, to: Self.trials(path))
  }

  /// Where a search keeps its trials.
  static func trials(_ path: String) -> String { path + "/trials.jsonl" }

  /// The file of the best options, now; in the end it is in ``place``.
  private var bestFile: String { path + "/best.yaml" }

  /// The file of the best options.
  package var finalBestFile: String { place + "/best.yaml" }

  /// The search is over: writes down its end, and puts it into its place.
  ///
  /// - Parameter text: The best options as a file that `train --config` takes.
  /// - Throws: `FileError`.
  package func finish(_ tuned: TunedRun, best text: String) throws {
    try AtomicFile.write(text.utf8, to: bestFile)
    try JSONFile.write(tuned, to: path + "/tuned.json")
    try putIntoPlace()
  }
}
