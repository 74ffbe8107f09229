import Foundation
import Octavo
import Support

extension EpochEvent {
  /// Whether the numbers are such as a training writes; a file may have been edited.
  fileprivate var isPossible: Bool {
    [trainMSE, validationMSE ?? 0, learningRate, ratingsPerSecond, seconds]
      .allSatisfy { 0...1e15 ~= $0 }
  }
}

extension RunReport {
  /// Reads what the run's folder holds, and measures the model.
  ///
  /// - Parameters:
  ///   - folder: The run's folder.
  ///   - recommender: The model in it.
  ///   - test: The ratings to judge the model by, where the data are at hand.
  ///   - threads: How many threads work; the result does not depend on it.
  /// - Throws: `FileError`, `CheckpointError`, `ModelError`.
  package init(
    folder: String, recommender: Model, test: TestRatings?, threads: Int
  ) throws {
    let configuration = try RunConfiguration.read(folder)
    epochs = try Self.epochs(folder + "/metrics.jsonl")
    commandLine = (["octavo", "train", "--run", folder] + configuration.arguments)
      .map(\.quotedForShell).joined(separator: " ")
    let manifest = recommender.manifest
    options = OptionValue.all(
      of: configuration.run.training, configuration.run.split,
      ratings: manifest.metrics["train"]?.count)
    bestEpoch = manifest.bestEpoch
    (data, metrics) = (manifest.data, manifest.metrics)
    testPairsInTraining = manifest.testPairsInTraining
    finished = try FinishedRun.read(folder).flatMap { $0.isOf(recommender) ? $0 : nil }
    var evaluation = try test.map {
      try recommender.evaluation(
        on: $0, withUncertainty: recommender.encoder != nil, threads: threads)
    }
    evaluation?.lists = test.flatMap { try? recommender.ranking(on: $0, threads: threads) }
    self.test = evaluation
    encoding = recommender.encodingSummary
    importance = test.flatMap { FeatureImportance(of: recommender, on: $0, threads: threads) }
    shelves = Shelf.three(of: recommender)
  }

  private static func epochs(_ path: String) throws -> [EpochEvent] {
    try InputFile.contents(of: path).split(separator: UInt8(ascii: "\n")).enumerated()
      .map { place, line in
        guard let epoch = try? JSONDecoder().decode(EpochEvent.self, from: line), epoch.isPossible
        else {
          throw CheckpointError.invalidJSON(
            path: path, reason: "line \(place + 1) is no epoch, expected one a line")
        }
        return epoch
      }
  }

}

extension String {
  /// The word as a shell takes it.
  var quotedForShell: String {
    let plain = "-_./=,:+@%"
    guard
      isEmpty
        || contains(where: { !($0.isASCII && ($0.isLetter || $0.isNumber)) && !plain.contains($0) })
    else { return self }
    return "'" + replacing("'", with: "'\\''") + "'"
  }
}
