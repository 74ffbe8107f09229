import BookData
import Features
import Foundation
import Kernels
import Networks
import Ranks

/// A rank at work in one training.
///
/// Rank 0 leads: it runs the ordinary training loop, holds the whole network, and tells all others what to do; every
/// rank then does the same.
final class RankWorker {
  private let ranks: any Ranks
  private let share: RankShare
  private let steps: RankedStep
  /// The whole network on rank 0: up to date after ``collect()``; nil elsewhere.
  private let whole: RatingNetwork?

  private init(
    _ training: RankedTraining, _ own: OwnRatings, madeBy maker: RatingInputs?,
    whole: RatingNetwork?, _ ranks: any Ranks, threads: Int
  ) throws {
    (self.ranks, self.whole) = (ranks, whole)
    let inputs =
      training.featureCount == 0
      ? nil
      : try SideFeatures.brought(
        by: maker, to: own.byReader(of: training.readers), columns: training.featureCount,
        training, ranks)
    share = RankShare(training, own, inputs, ranks, threads: threads)
    steps = RankedStep(share, ranks)
  }

  /// The steps, with the own rows.
  var step: TrainingStep { share.step }

  // MARK: Rank 0

  /// Begins a training on all ranks: each gets the ratings of its readers, and what a hybrid network is told of them.
  ///
  /// - Parameters:
  ///   - whole: The network, whose rows travel with ``spread()``.
  ///   - ratings: All ratings.
  ///   - validation: Those that the best epoch is chosen by.
  ///   - maker: What makes a hybrid network's inputs; nil for a plain one.
  /// - Throws: What the ranks throw.
  static func leading(
    _ training: RankedTraining, _ whole: RatingNetwork, _ ratings: RatingSource,
    validation: Range<Int>, madeBy maker: RatingInputs?, _ ranks: any Ranks, threads: Int
  ) throws -> RankWorker {
    _ = try ranks.broadcast(Array(try JSONEncoder().encode(training)))
    let layout = training.layout(ranks)
    func sent(_ range: Range<Int>) throws -> [PlacedRating] {
      var parts = [[PlacedRating]](repeating: [], count: ranks.count)
      for row in range {
        let rating = ratings.placed(row, from: range.lowerBound)
        parts[layout.rank(ofReader: rating.reader)].append(rating)
      }
      return try ranks.exchange(Parts(parts)).values
    }
    let own = OwnRatings(
      training: try sent(ratings.first..<ratings.first + training.ratingCount),
      validation: try sent(validation))
    return try RankWorker(
      training, own, madeBy: maker, whole: whole, ranks, threads: threads)
  }

  /// Takes the step of a batch on all ranks.
  ///
  /// - Returns: The sum of squared errors before the step.
  /// - Throws: What the ranks throw.
  func take(_ batch: Int, ofEpoch epoch: Int, count: Int, rateFactor: Double) throws -> Double {
    try command(.step(epoch: epoch, batch: batch, count: count, rateFactor: rateFactor))
  }

  /// Brings every embedding up to the present step on all ranks.
  ///
  /// - Throws: What the ranks throw.
  func wake() throws { _ = try command(.wake) }

  /// Brings the rows of all ranks together in the whole network.
  ///
  /// - Throws: What the ranks throw.
  func collect() throws { _ = try command(.collect) }

  /// Gives every rank its rows of the whole network, and the steps that sleeping rows missed.
  ///
  /// - Throws: What the ranks throw.
  func spread() throws { _ = try command(.spread) }

  /// What a network predicts of a part of the ratings, in the order of ``ShardedPairs``.
  ///
  /// - Parameter network: Ready for predictions.
  /// - Throws: What the ranks throw.
  func predictions(of network: RatingNetwork, on part: RatedPart) throws -> [Float] {
    _ = try ranks.broadcast(RankCommand.predict(part).words)
    return try share.predictions(of: network, on: part, ranks)
  }

  /// Ends the training on all ranks.
  ///
  /// - Throws: What the ranks throw.
  func end() throws { _ = try command(.end) }

  private func command(_ command: RankCommand) throws -> Double {
    _ = try ranks.broadcast(command.words)
    return try perform(command)
  }

  // MARK: The others

  /// Waits for the next training that rank 0 begins; nil where there will be none.
  ///
  /// - Throws: What the ranks throw; `ConfigurationError` and `WrongProductError` where this machine cannot train so.
  static func joining(_ ranks: any Ranks, threads: Int) throws -> RankWorker? {
    let words = try ranks.broadcast([UInt8]())
    guard !words.isEmpty else { return nil }
    let training = try JSONDecoder().decode(RankedTraining.self, from: Data(words))
    let configuration = training.configuration
    try configuration.validateForThisMachine()
    let nothing = [[PlacedRating]](repeating: [], count: ranks.count)
    let own = OwnRatings(
      training: try ranks.exchange(Parts(nothing)).values,
      validation: try ranks.exchange(Parts(nothing)).values)
    let worker = try RankWorker(
      training, own, madeBy: nil, whole: nil, ranks, threads: threads)
    try ProductCheck.run(
      worker.step.network.stack.products(rows: DenseStack.rowsPerPass(configuration.precision)))
    return worker
  }

  /// Does what rank 0 says until the training ends.
  ///
  /// - Throws: What the ranks throw.
  func follow() throws {
    var isOver = false
    while !isOver {
      let command = RankCommand(words: try ranks.broadcast([Int64]()))
      _ = try perform(command)
      isOver = command == .end
    }
  }

  // MARK: All ranks

  private func perform(_ command: RankCommand) throws -> Double {
    switch command {
    case .step(let epoch, let batch, let count, let rateFactor):
      return try steps.take(batch, ofEpoch: epoch, count: count, rateFactor: rateFactor)
    case .wake: step.wakeAll()
    case .collect: try share.collect(into: whole, ranks)
    case .spread: try share.takeOver(whole, ranks)
    case .predict(let part): _ = try share.predictions(of: nil, on: part, ranks)
    case .end: break
    }
    return 0
  }
}

/// The ranks but rank 0, in every training that it leads.
package enum RankFollower {
  /// Does what rank 0 says until it needs nobody any more.
  ///
  /// - Throws: What the ranks throw; `ConfigurationError` and `WrongProductError` where this machine cannot train as it
  ///   should.
  package static func serve(_ ranks: any Ranks, threads: Int) throws {
    while let worker = try RankWorker.joining(ranks, threads: threads) { try worker.follow() }
  }

  /// On rank 0: lets all others go.
  ///
  /// - Throws: What the ranks throw.
  package static func dismiss(_ ranks: any Ranks) throws { _ = try ranks.broadcast([UInt8]()) }
}
