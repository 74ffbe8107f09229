import Octavo

/// What a training begins with.
struct RetrainingStart: Sendable {
  /// The model in service where it is gone on from; nil from scratch.
  let model: Earlier?
  /// Why it is so, in a few words.
  let reason: String

  /// A model that is gone on from.
  struct Earlier: Sendable {
    let service: ModelInService
    /// What it keeps.
    let memory: ModelInService.Memory
    /// Where tonight's readers and books stand in it.
    let rows: KnownRows
  }

  /// The largest share of the known ratings that may be new to a model that is gone on from.
  private static let largestNewShare = 0.1

  private init(_ model: Earlier?, _ reason: String) { (self.model, self.reason) = (model, reason) }

  /// From scratch.
  init(fromScratch reason: String) { self.init(nil, reason) }

  /// Decides between the model in service and a fresh beginning.
  ///
  /// - Parameters:
  ///   - current: The model in service, if there is one.
  ///   - runs: How many runs started warm since the last one from scratch.
  ///   - data: Tonight's ratings.
  init(
    _ configuration: RetrainingConfiguration, current: ModelInService?, runs: Int,
    data: DividedDataset
  ) {
    guard let current else {
      self.init(fromScratch: "no model is in service")
      return
    }
    guard let memory = current.memory else {
      self.init(fromScratch: "\(current.version) does not keep what it has learned from")
      return
    }
    if let obstacle = Self.obstacle(configuration, current, memory, runs: runs, data) {
      self.init(fromScratch: obstacle)
      return
    }
    let rows = KnownRows(
      of: data.ratings, inReaders: current.recommender.readers, books: current.recommender.books)
    self.init(
      Earlier(service: current, memory: memory, rows: rows), "starts from \(current.version)")
  }

  private static func obstacle(
    _ configuration: RetrainingConfiguration, _ current: ModelInService,
    _ memory: ModelInService.Memory, runs: Int, _ data: DividedDataset
  ) -> String? {
    if runs + 1 >= configuration.warmStart.scratchEvery {
      return "every \(configuration.warmStart.scratchEvery) runs one is from scratch"
    }
    let (wanted, trained) = (configuration.training, current.recommender.manifest.training)
    if let difference = wanted.obstacle(toStartFrom: trained) { return difference }
    // Nothing of a hybrid network is trained anew.
    guard wanted.network.architecture == .hybrid else { return nil }
    if !wanted.trainsAlike(trained) { return "the options of the training are others" }
    let (now, then) = (data.known.count, memory.learned.count)
    guard Double(now - then) <= largestNewShare * Double(now) else {
      return "\(now - then) of \(now) known ratings are new"
    }
    return nil
  }
}
