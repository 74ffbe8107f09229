import Foundation
import Support
import Training

/// How a run's folder records a training; nothing here changes its result.
package struct RunRecording: Sendable {
  /// When checkpoints are saved.
  package var checkpoints = ModelCheckpoint.Interval.seconds(60)
  /// How many steps TensorBoard's points stand for.
  package var stepsPerPoint = 100

  package init() {}
}

/// How a training in a run's folder ended.
package struct RecordedTraining {
  /// What was trained.
  package let result: TrainingResult
  /// Training ratings for each second of all epochs.
  package let ratingsPerSecond: Double
  /// The number of epochs that were taken, those of earlier processes included.
  package let epochs: Int
  /// The last checkpoint.
  package let checkpoint: String?
}

extension PreparedTraining {
  /// Trains in a run's folder, which keeps checkpoints, the best model so far, a line for each epoch and what
  /// TensorBoard shows.
  ///
  /// - Parameters:
  ///   - folder: The run's folder, begun or resumed.
  ///   - checkpoint: What is gone on from; nil from the beginning.
  ///   - callbacks: Told before the folder's own: a checkpoint holds what all others remember of a step.
  /// - Throws: What `Trainer` throws; a `DivergenceError` names the last checkpoint.
  package func train(
    in folder: RunFolder, from checkpoint: TrainingCheckpoint?, _ recording: RunRecording,
    callbacks: [any TrainingCallback]
  ) throws -> RecordedTraining {
    let log = MetricsLog(folder: folder.path)
    let board = TensorBoardLog(
      folder: folder.path, stepsPerEntry: recording.stepsPerPoint, options: try identity.markdown,
      hyperparameters: Hyperparameters(of: configuration))
    let checkpoints = ModelCheckpoint(
      store: folder.checkpoints, interval: recording.checkpoints,
      origin: TrainingOrigin(data: data.data, split: identity.split)
    ) { try model($0, ModelTesting.Outcome(metrics: [:])).save(to: folder.model) }
    do {
      let result = try train(callbacks: callbacks + [log, board, checkpoints], from: checkpoint)
      return RecordedTraining(
        result: result, ratingsPerSecond: log.ratingsPerSecond, epochs: log.epochs,
        checkpoint: checkpoints.latest)
    } catch var error as DivergenceError {
      error.checkpoint = checkpoints.latest
      throw error
    }
  }
}

extension RunIdentity {
  /// What decides the result, for people: a block of JSON.
  fileprivate var markdown: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
      return "```json\n" + String(decoding: try encoder.encode(self), as: UTF8.self) + "\n```"
    }
  }
}
