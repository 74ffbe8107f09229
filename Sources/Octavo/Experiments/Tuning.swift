import BookData
import Parallelism
import Support
import Training

/// A search for options with a low validation error.
package struct Tuning: Sendable {
  /// When a search ends.
  package struct Limits: Sendable {
    /// The number of trials.
    package var trials: Int
    /// After so many seconds no round begins; nil for no such limit.
    package var seconds: Double?

    package init(trials: Int, seconds: Double?) { (self.trials, self.seconds) = (trials, seconds) }
  }

  private let training: PreparedTraining
  private let space: SearchSpace
  private let method: SearchMethod
  private let limits: Limits

  /// A search on encoded data; what is known of pairs is shared by all trials.
  package init(
    _ training: PreparedTraining, _ space: SearchSpace, by method: SearchMethod,
    until limits: Limits
  ) {
    (self.training, self.space, self.method, self.limits) = (training, space, method, limits)
  }

  /// Runs rounds of trials until a limit is met.
  ///
  /// - Parameters:
  ///   - earlier: Trials of the same search from before, whole rounds of them.
  ///   - onRound: Told of all trials after each round; what it throws ends the search.
  /// - Returns: All trials.
  /// - Throws: ``OtherTrialsError`` when `earlier` are not of this search; what `onRound` throws.
  package func run(
    after earlier: [Trial], onRound: ([Trial]) throws -> Void
  ) throws -> [Trial] {
    let started = ContinuousClock.now
    let before = earlier.last?.elapsed ?? 0
    var trials: [Trial] = []
    var round = 0
    while trials.count < limits.trials {
      let proposals = Array(
        method.round(round, after: trials, in: space, seed: training.configuration.seed)
          .prefix(limits.trials - trials.count))
      defer { round += 1 }
      if let known = try known(earlier.filter { $0.round == round }, are: proposals) {
        trials += known
        continue
      }
      func elapsed() -> Double { before + (ContinuousClock.now - started).seconds }
      if let limit = limits.seconds, elapsed() >= limit { break }
      var results = run(proposals, round, trials.count)
      let now = elapsed()
      for place in results.indices { results[place].elapsed = now }
      trials += results
      try onRound(trials)
    }
    return trials
  }

  /// The trials of a round that ran before; nil where an earlier limit cut it short, and it is done again, whole.
  private func known(_ earlier: [Trial], are proposals: [Proposal]) throws -> [Trial]? {
    guard zip(earlier, proposals).allSatisfy({ $0.options == words($1) && $0.share == $1.share })
    else { throw OtherTrialsError() }
    return earlier.count < proposals.count ? nil : Array(earlier.prefix(proposals.count))
  }

  private func words(_ proposal: Proposal) -> [String: String] {
    Dictionary(
      uniqueKeysWithValues: space.words(at: proposal.point ?? space.start).map {
        ($0.name, $0.word)
      })
  }

  /// Runs the trials of a round, several at once.
  private func run(_ proposals: [Proposal], _ round: Int, _ count: Int) -> [Trial] {
    let atOnce = min(training.threads, proposals.count)
    let threads = max(1, training.threads / max(1, atOnce))
    return Parallel.map(proposals.count, threads: atOnce) { place in
      let proposal = proposals[place]
      var trial = Trial(
        trial: count + place + 1, round: round, isStart: proposal.point == nil,
        point: proposal.point ?? space.start, options: words(proposal), share: proposal.share,
        seconds: 0)
      let started = ContinuousClock.now
      do {
        let best = try bestEpoch(of: proposal, threads: threads)
        (trial.validationMSE, trial.bestEpoch) = (best?.validation?.mse, best?.epoch)
      } catch {
        trial.failure = "\(error)"
      }
      trial.seconds = (ContinuousClock.now - started).seconds
      return trial
    }
  }

  private func bestEpoch(of proposal: Proposal, threads: Int) throws -> Epoch? {
    var best: Epoch?
    var trial = training
    trial.threads = threads
    trial.learn(by: space.configuration(at: proposal.point, share: proposal.share))
    _ = try trial.train(callbacks: [EpochObserver { if $0.isBest { best = $0 } }])
    return best
  }

  // MARK: The end

  /// The options of a trial.
  package func configuration(of trial: Trial) -> TrainingConfiguration {
    space.configuration(at: trial.isStart ? nil : trial.point)
  }
}

extension PreparedTraining {
  /// The errors of models with these options, the test part's among them.
  ///
  /// - Throws: `DivergenceError`.
  package func outcomes(
    of configurations: [TrainingConfiguration]
  ) throws -> [ModelTesting.Outcome] {
    try configurations.map { configuration in
      var last = self
      last.learn(by: configuration)
      guard let model = try last.train(callbacks: []).model else {
        throw TrainingInterruptedError()
      }
      return last.errors(of: model)
    }
  }
}

/// A search goes on with trials that it would not have made.
package struct OtherTrialsError: Error, CustomStringConvertible {
  /// One sentence.
  package var description: String {
    "the trials in the folder are not those of this search; expected the seed, options and version of Octavo "
      + "that it was begun with"
  }
}
