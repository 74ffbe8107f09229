import Logging
import Octavo

/// Makes a candidate: trains from scratch, or goes on from the model in service.
struct CandidateMaker {
  /// What was trained on, with the options that it was trained by in the end.
  private(set) var training: PreparedTraining
  /// How long the parts took, in seconds, by their names.
  private(set) var stages: [String: Double] = [:]
  private let configuration: RetrainingConfiguration
  private let log: Logger

  /// A model, how it was begun, and where the next one of a plain network can begin.
  typealias Made = (start: RetrainingStart, model: TrainedModel, state: TrainingState?)

  init(_ training: PreparedTraining, _ configuration: RetrainingConfiguration, _ log: Logger) {
    (self.training, self.configuration, self.log) = (training, configuration, log)
  }

  /// Makes it from `start`, or from scratch where that turns out to be impossible.
  ///
  /// - Throws: ``RetrainingInterrupted``; what the training throws.
  mutating func make(_ start: RetrainingStart) throws -> Made {
    guard let earlier = start.model else { return try trained(start, from: nil) }
    if let state = earlier.memory.state {
      training.learn(by: configuration.warm)
      return try trained(start, from: WarmStart(state, rows: earlier.rows))
    }
    switch try renewed(earlier) {
    case .renewed(let model):
      tell(start)
      return (start, model, nil)
    case .others(let what):
      let reason = "\(what) are others than those of \(earlier.service.version)"
      return try trained(RetrainingStart(fromScratch: reason), from: nil)
    }
  }

  private mutating func renewed(_ earlier: RetrainingStart.Earlier) throws -> Continuation {
    let training = training
    return try timed("histories") {
      try abandonable("while the histories were renewed") {
        training.renewed(earlier.service.recommender, earlier.rows)
      }
    }
  }

  private mutating func trained(_ start: RetrainingStart, from warm: WarmStart?) throws -> Made {
    let prepared = training
    training = try timed("histories") {
      try abandonable("while the histories were fitted") {
        var training = prepared
        training.encode()
        return training
      }
    }
    tell(start)
    let (keeper, encoded) = (StateKeeper(), training)
    let watching: [any TrainingCallback] = [EpochLog(log), keeper, InterruptionWatch()]
    let result = try timed("training") {
      try encoded.train(callbacks: watching, startingFrom: warm)
    }
    try checkInterruption("in the training")
    guard let model = result.model, let state = keeper.state else {
      preconditionFailure("a training without an epoch")
    }
    return (start, model, training.encoding == nil ? state : nil)
  }

  private mutating func timed<Result>(_ name: String, _ body: () throws -> Result) throws -> Result
  {
    let begun = ContinuousClock.now
    defer { stages[name, default: 0] += (ContinuousClock.now - begun).seconds }
    return try body()
  }

  private func tell(_ start: RetrainingStart) {
    var details: Logger.Metadata = [
      "ratings": .stringConvertible(training.data.parts.train.count),
      "reason": .string(start.reason),
    ]
    if let unknown = start.model?.rows.unknown {
      details["new_readers"] = .stringConvertible(unknown.readers)
      details["new_books"] = .stringConvertible(unknown.books)
    }
    log.info(
      start.model == nil ? "training from scratch" : "training from the model in service",
      metadata: details)
  }
}
