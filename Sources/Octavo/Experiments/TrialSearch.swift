import Foundation
import Parallelism
import Training

/// A training that a search asks for.
struct Proposal: Sendable, Equatable {
  /// Where in the space of options; nil for the options that the search begins with.
  var point: [Double]?
  /// The share of the epochs.
  var share = 1.0
}

/// How the options of the next trials are chosen.
///
/// A round is a function of its number, the seed and the trials of the rounds before. So rounds are the same however
/// many trials run at once, and after an interruption.
package enum SearchMethod: String, Sendable, Codable, CaseIterable {
  /// A Gaussian process of the errors so far says where to look next.
  case surrogate
  /// Many short trainings, of which the better half goes on, twice.
  case halving
  /// Points that fill the space evenly.
  case random

  /// The trials of round `number`, from 0.
  ///
  /// - Parameters:
  ///   - trials: Those of all rounds before.
  ///   - space: The space of options.
  ///   - seed: What chance depends on.
  func round(
    _ number: Int, after trials: [Trial], in space: SearchSpace, seed: UInt64
  ) -> [Proposal] {
    let sequence = HaltonSequence(dimensions: space.dimensions.count, seed: seed)
    // The first trial of all is of the options as they are.
    func spread(_ range: Range<Int>, share: Double = 1) -> [Proposal] {
      range.map { Proposal(point: $0 == 0 ? nil : sequence[$0 - 1], share: share) }
    }
    switch self {
    case .random: return spread(number * Self.size..<(number + 1) * Self.size)
    case .surrogate:
      guard number >= Self.spreadRounds else {
        return spread(number * Self.size..<(number + 1) * Self.size)
      }
      return Surrogate(trials, in: space, round: number, seed: seed)
        .best(Self.size).map { Proposal(point: $0) }
    case .halving:
      let (bracket, level) = (number / 3, number % 3)
      let share = [0.25, 0.5, 1][level]
      let size = Self.size << (2 - level)
      if level == 0 { return spread(bracket * size..<(bracket + 1) * size, share: share) }
      let before = trials.filter { $0.round == number - 1 }
      return before.sorted { $0.isBetter(than: $1) }.prefix(size)
        .map { Proposal(point: $0.isStart ? nil : $0.point, share: share) }
    }
  }

  /// The trials of a round: enough to keep some processors busy, few enough to learn from what came before.
  package static let size = 4
  /// Rounds before there is enough to learn from.
  private static let spreadRounds = 3
}

/// Where a Gaussian process of the errors so far expects the greatest improvement.
struct Surrogate {
  private var points: [[Double]]
  private var values: [Double]
  private let process: GaussianProcess?
  private let candidates: [[Double]]

  init(_ trials: [Trial], in space: SearchSpace, round: Int, seed: UInt64) {
    var generator = SeededGenerator(seed: seed, stream: Stream.search &+ 1 &+ UInt64(round))
    points = trials.map(\.point)
    values = Self.values(of: trials)
    process = GaussianProcess.fitted(points, values, using: &generator)
    candidates = Self.candidates(
      around: zip(points, values).sorted { $0.1 < $1.1 }.prefix(3).map(\.0), space, round, seed,
      using: &generator)
  }

  /// The points of a round, one after the other: each is taken for granted, with the error that is expected of it,
  /// before the next is chosen (the kriging believer of Ginsbourger, Le Riche and Carraro, 2010).
  func best(_ count: Int) -> [[Double]] {
    var (points, values, chosen) = (points, values, [[Double]]())
    for place in 0..<count {
      guard let parameters = process?.parameters,
        let process = GaussianProcess(points, values, parameters)
      else {
        chosen.append(candidates[place])
        continue
      }
      let least = process.predictions(at: points).map(\.mean).min() ?? 0
      let predictions = process.predictions(at: candidates)
      let gains = predictions.map { Self.expectedImprovement($0, below: least) }
      let winner = gains.indices.max { gains[$0] < gains[$1] } ?? 0
      chosen.append(candidates[winner])
      points.append(candidates[winner])
      values.append(predictions[winner].mean)
    }
    return chosen
  }

  /// Logarithms of errors.
  ///
  /// One that is far above the middle tells no more than that, and would hide what lies among
  /// the small ones.
  private static func values(of trials: [Trial]) -> [Double] {
    let errors = trials.map { $0.validationMSE.map { log($0) } ?? .infinity }
    let sorted = errors.sorted()
    let (least, middle) = (sorted[0], sorted[sorted.count / 2])
    guard least.isFinite else { return errors.map { _ in 0 } }
    let limit = least + 3 * max(1e-6, (middle.isFinite ? middle : least + 0.1) - least)
    return errors.map { min($0, limit) }
  }

  /// Points all over the space, and some near the best ones.
  private static func candidates(
    around best: [[Double]], _ space: SearchSpace, _ round: Int, _ seed: UInt64,
    using generator: inout SeededGenerator
  ) -> [[Double]] {
    let spread = HaltonSequence(
      dimensions: space.dimensions.count, seed: seed &+ UInt64(round) &+ 1)
    let near = best.flatMap { point in
      (0..<100).map { place in
        let width = place < 50 ? 0.2 : 0.05
        return point.map { min(max(0, $0 + width * (2 * generator.uniform() - 1)), 1) }
      }
    }
    return (0..<700).map { spread[$0] } + near
  }

  /// How much lower than `least` the function is expected to be.
  ///
  /// Jones, Schonlau and Welch, "Efficient global optimization of expensive black-box functions", Journal of Global
  /// Optimization 13 (1998), equation 15.
  static func expectedImprovement(
    _ prediction: (mean: Double, deviation: Double), below least: Double
  ) -> Double {
    let (gap, deviation) = (least - prediction.mean, prediction.deviation)
    let scaled = gap / deviation
    let density = exp(-scaled * scaled / 2) / (2 * Double.pi).squareRoot()
    return gap * erfc(-scaled / 2.0.squareRoot()) / 2 + deviation * density
  }
}
