import ArgumentParser
import Foundation
import Octavo
import Support

/// How lists are evaluated.
struct RankingOptions: ParsableArguments {
  @Flag(help: "Measure lists of recommendations, too.")
  var ranking = false

  @Option(help: "What the measured lists are ranked by: relevance, rating or blend.")
  var rankBy = ListRequest().rankBy

  @Option(
    help: "The least rating of a relevant book. (default: three quarters up the scale: 4 of 1 to 5)"
  )
  var relevantFrom: Float?

  /// Measures lists on `tests`, whose indices are those of the model's vocabularies.
  ///
  /// - Parameter unknownReaders: How many readers of `tests` the model does not know.
  func measure(
    _ recommender: Model, tests: ArraySlice<Rating>, unknownReaders: Int, threads: Int
  ) throws -> RankingReport {
    let range = recommender.manifest.ratingRange
    return try recommender.requiredListOutput(.text).report(
      on: tests, unknownReaders: unknownReaders, rankedBy: rankBy,
      relevantFrom: relevantFrom ?? range.lowest + 0.75 * (range.highest - range.lowest),
      threads: threads)
  }
}

extension RankingReport {
  /// A table with a line for each list length and contender.
  var table: String {
    let titles = ["NDCG", "Recall", "Precision", "MRR", "MAP", "Hit rate", "Coverage", "Novelty"]
    let contenders = zip(model, popularity).flatMap { own, popular in
      [("by \(rankBy.rawValue)", own), ("most popular", popular)]
    }
    let lines = contenders.map { name, metrics in
      let values = [
        metrics.ndcg, metrics.recall, metrics.precision, metrics.mrr, metrics.map, metrics.hitRate,
        metrics.coverage,
      ]
      return Self.line(
        "\(name), top \(metrics.k)", values.map { fixed($0, 4) } + [fixed(metrics.novelty, 2)])
    }
    return """
      lists for \((model.first?.readers ?? 0).grouped) readers; relevant are ratings of at least \(relevantFrom)
      \(leftOut.words)
      \(Self.line("", titles))
      \(lines.joined(separator: "\n"))

      """
  }

  private static func line(_ label: String, _ columns: [String]) -> String {
    label.padding(toLength: max(24, label.count), withPad: " ", startingAt: 0)
      + columns.map { String(repeating: " ", count: max(1, 10 - $0.count)) + $0 }.joined()
  }
}

extension ReadersLeftOut {
  /// One line: how many, and why.
  fileprivate var words: String {
    """
    not measured: \(withoutRelevantBook.grouped) readers without a relevant book among their test ratings, \
    \(unknown.grouped) whom the model does not know
    """
  }
}
