import Octavo

/// What a training begins with.
struct RetrainingStart: Sendable {
  /// What was learned before; nil from scratch.
  let warmStart: WarmStart?
  /// Why it is so, in a few words.
  let reason: String

  /// Decides between the model in service and a fresh beginning.
  ///
  /// - Parameters:
  ///   - current: The model in service, if there is one.
  ///   - runs: How many runs started warm since the last one from scratch.
  ///   - training: The training that is to begin.
  init(
    _ configuration: RetrainingConfiguration, current: ModelInService?, runs: Int,
    training: PreparedTraining
  ) {
    let obstacle = Self.obstacle(
      configuration, current: current, runs: runs, training)
    guard obstacle == nil, let current, let memory = current.memory else {
      (warmStart, reason) = (nil, obstacle ?? "no model is in service")
      return
    }
    warmStart = WarmStart(
      memory.state, readers: current.recommender.readers, books: current.recommender.books,
      for: training.data.ratings)
    reason = "starts from \(current.version)"
  }

  private static func obstacle(
    _ configuration: RetrainingConfiguration, current: ModelInService?, runs: Int,
    _ training: PreparedTraining
  ) -> String? {
    guard let current else { return "no model is in service" }
    guard current.memory != nil else { return "\(current.version) keeps no optimizer state" }
    if runs + 1 >= configuration.warmStart.scratchEvery {
      return "every \(configuration.warmStart.scratchEvery) runs one is from scratch"
    }
    let manifest = current.recommender.manifest
    if let difference = configuration.training.obstacle(toStartFrom: manifest.training) {
      return difference
    }
    return training.difference(from: current.recommender).map {
      "\($0) are others than those of \(current.version)"
    }
  }
}
