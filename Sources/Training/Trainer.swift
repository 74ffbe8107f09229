import BookData
import Features
import Ranks
import Support

/// The training loop: epochs of steps over ratings in a random order, and the best model on the way.
package struct Trainer: Sendable {
  /// What decides the result.
  package let configuration: TrainingConfiguration
  /// How many threads work; the result does not depend on it.
  package let threads: Int
  /// Who trains together; the result does not depend on it.
  package let ranks: any Ranks

  /// A trainer for valid options.
  ///
  /// - Parameter ranks: Who trains together: this is rank 0, and the others follow, see ``RankFollower``. The default is
  ///   this process alone.
  /// - Throws: `ConfigurationError`.
  package init(
    _ configuration: TrainingConfiguration, threads: Int, ranks: any Ranks = SingleRank()
  ) throws(ConfigurationError) {
    try configuration.validate(for: ranks.count)
    try configuration.validate()
    try configuration.validateForThisMachine()
    try require(threads >= 1 && threads <= 4096, "threads", threads, "1 to 4096")
    self.configuration = configuration
    self.threads = threads
    self.ranks = ranks
  }

  /// Trains on a part of `ratings`, from the beginning or from a checkpoint.
  ///
  /// - Parameters:
  ///   - ratings: All ratings; those outside the two ranges are not looked at.
  ///   - training: The rows to learn from; at least one.
  ///   - validation: The rows to choose the best epoch by; may be empty.
  ///   - encoding: What a hybrid network is told of each row of the two ranges, row by row from the first;
  ///     nil for a plain one, and on several ranks. The default is nil.
  ///   - fitted: What makes the same on several ranks, where it is needed. The default is nil.
  ///   - callbacks: Who looks on, in this order; early stopping and plateaus of the rate come before. The
  ///     default is nobody.
  ///   - checkpoint: Where to go on, with the same ratings, ranges and configuration. The default is nil:
  ///     from the beginning.
  ///   - start: What an earlier training learned, to begin with in place of random weights; such a training
  ///     has no checkpoints. The default is nil.
  /// - Returns: The best model by validation error, without validation ratings the last; and how it ended.
  /// - Throws: ``NothingToValidateError`` where the validation error decides something and `validation` is
  ///   empty; `WrongProductError` where OpenBLAS multiplies wrong; ``DivergenceError``; `CheckpointError` for a checkpoint of another network; what callbacks
  ///   and other ranks throw.
  package func train(
    _ ratings: Ratings, training: Range<Int>, validation: Range<Int>, encoding: PairEncoding? = nil,
    fitted: FittedEncoder? = nil, callbacks: [any TrainingCallback] = [],
    from checkpoint: TrainingCheckpoint? = nil,
    startingFrom start: WarmStart? = nil
  ) throws -> TrainingResult {
    precondition(checkpoint == nil || start == nil, "a checkpoint and a warm start")
    if validation.isEmpty, configuration.followsValidation { throw NothingToValidateError() }
    let run = try TrainingRun(
      configuration, threads: threads, ratings: ratings, training: training,
      validation: validation, encoding: encoding, fitted: fitted,
      callbacks: configuration.callbacks + callbacks, ranks: ranks)
    defer { run.leave() }
    try run.checkProducts()
    if let start { run.begin(from: start) }
    try checkpoint.map { try run.restore($0) }
    try run.spread()
    try run.measureHistories()
    for callback in run.callbacks { try callback.trainingBegins(run) }
    var verdict = Verdict.continue
    while !run.isOver && verdict == .continue {
      if !run.isEpochOver {
        try run.takeStep()
        verdict = try run.tell { try $0.stepEnds(run) }
      }
      if run.isEpochOver && verdict == .continue {
        let report = try run.finishEpoch()
        verdict = try run.tell { try $0.epochEnds(report, run) }
      }
    }
    let ending = run.end(verdict)
    for callback in run.callbacks { try callback.trainingEnds(run) }
    var model = run.bestModel
    if let network = model?.network, ending != .interrupted {
      model?.knownErrors = try run.knownErrors(of: network)
    }
    return TrainingResult(model: model, ending: ending)
  }

  /// Trains as ``train(_:training:validation:callbacks:from:)`` does, and returns the model.
  ///
  /// - Parameter onEpoch: Called after every epoch.
  package func train(
    _ ratings: Ratings, training: Range<Int>, validation: Range<Int>, encoding: PairEncoding? = nil,
    onEpoch: @escaping (Epoch) throws -> Void
  ) throws -> TrainedModel {
    let result = try train(
      ratings, training: training, validation: validation, encoding: encoding,
      callbacks: [EpochObserver(onEpoch)])
    guard let model = result.model else { preconditionFailure("no epoch ran") }
    return model
  }
}

/// Patience or a plateau schedule has no validation error to follow.
public struct NothingToValidateError: Error, Equatable, CustomStringConvertible {
  package init() {}

  /// One sentence.
  public var description: String {
    "no rating is held out to validate; expected some, or neither patience nor a plateau schedule nor a "
      + "search, which follow the validation error"
  }
}

/// What came of a training.
package struct TrainingResult: Sendable {
  /// The best model; nil where the training was interrupted before its first epoch was over.
  package let model: TrainedModel?
  /// How the training came to its end.
  package let ending: TrainingEnding
}

extension TrainingRun {
  /// Tells every callback; the gravest verdict counts.
  fileprivate func tell(_ message: (any TrainingCallback) throws -> Verdict) rethrows -> Verdict {
    var gravest = Verdict.continue
    for callback in callbacks {
      let verdict = try message(callback)
      if verdict == .stop { progress.isStoppedEarly = true }
      gravest = max(gravest, verdict)
    }
    return gravest
  }

  /// Records how the training ended.
  fileprivate func end(_ verdict: Verdict) -> TrainingEnding {
    let ending: TrainingEnding =
      verdict == .interrupt ? .interrupted : progress.isStoppedEarly ? .stoppedEarly : .completed
    self.ending = ending
    return ending
  }
}

extension TrainingConfiguration {
  /// The callbacks that decide the result, and so belong to the options.
  fileprivate var callbacks: [any TrainingCallback] {
    let reducing = schedule.kind == .plateau ? [RateReduction(self)] : []
    return reducing + (patience.map { [EarlyStopping(patience: $0, self)] } ?? [])
  }
}
