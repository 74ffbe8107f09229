import BookData

/// Saves checkpoints on the way, and the best model with them.
///
/// It belongs last among the callbacks: a checkpoint holds what the others remember of a step.
package final class ModelCheckpoint: TrainingCallback {
  /// When checkpoints are saved, beside the end of the training.
  package enum Interval: Sendable, Equatable {
    /// After every so many steps.
    case steps(Int)
    /// After the first step that ends so many seconds after the last checkpoint.
    case seconds(Double)
  }

  /// The last checkpoint saved or gone on from.
  package private(set) var latest: String?
  private let store: CheckpointStore
  private let interval: Interval
  private let origin: TrainingOrigin
  private let saveModel: (TrainedModel) throws -> Void
  private var savedBest: Int?
  private var savedAt = ContinuousClock.now

  /// Saves into `store` at every `interval`.
  ///
  /// - Parameters:
  ///   - store: Where checkpoints go.
  ///   - interval: When.
  ///   - origin: What the training's ratings are.
  ///   - saveModel: Called before a checkpoint is saved whenever the best model is another than before.
  package init(
    store: CheckpointStore, interval: Interval, origin: TrainingOrigin,
    saveModel: @escaping (TrainedModel) throws -> Void
  ) {
    self.store = store
    self.interval = interval
    self.origin = origin
    self.saveModel = saveModel
  }

  /// Begins to count the time.
  ///
  /// - Throws: `FileError`.
  package func trainingBegins(_ run: TrainingRun) throws {
    savedAt = .now
    latest = try store.latest
    if latest != nil { savedBest = run.bestModel?.bestEpoch }
  }

  /// Saves when it is time.
  ///
  /// - Throws: `FileError`, `CheckpointError`, ``DivergenceError``; the training must not go on as if it
  ///   were saved.
  package func stepEnds(_ run: TrainingRun) throws -> Verdict {
    // The last step of an epoch waits for its end, so that the epoch is not told of twice.
    if isDue(run.stepCount) && !run.isEpochOver { try save(run) }
    return .continue
  }

  /// Saves when it is time.
  ///
  /// - Throws: As ``stepEnds(_:)``.
  package func epochEnds(_ report: Epoch, _ run: TrainingRun) throws -> Verdict {
    if isDue(run.stepCount) { try save(run) }
    return .continue
  }

  /// Saves what the training ends with.
  ///
  /// - Throws: As ``stepEnds(_:)``.
  package func trainingEnds(_ run: TrainingRun) throws { try save(run) }

  private func isDue(_ step: Int) -> Bool {
    switch interval {
    case .steps(let steps): step % steps == 0
    case .seconds(let seconds): (ContinuousClock.now - savedAt).seconds >= seconds
    }
  }

  private func save(_ run: TrainingRun) throws {
    if let best = run.bestModel, best.bestEpoch != savedBest {
      try saveModel(best)
      savedBest = best.bestEpoch
    }
    latest = try store.save(run, origin: origin)
    savedAt = .now
  }
}
