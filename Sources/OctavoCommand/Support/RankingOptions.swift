import ArgumentParser
import BookData
import Foundation
import Lists
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

  /// The numbers of places that lists are measured at.
  static let places = [10, 20]

  /// Measures lists on `tests`, whose indices are those of the model's vocabularies.
  func measure(
    _ recommender: Model, tests: ArraySlice<Rating>, threads: Int
  ) throws -> RankingReport {
    let maker = try recommender.requiredListMaker()
    let range = recommender.manifest.ratingRange
    let threshold = relevantFrom ?? range.lowest + 0.75 * (range.highest - range.lowest)
    let evaluation = ListEvaluation(
      tests: tests, histories: maker.histories, relevantFrom: threshold, threads: threads)
    var request = ListRequest()
    request.rankBy = rankBy
    request.count = Self.places.max() ?? request.count
    let asked = request
    return RankingReport(
      rankBy: rankBy, relevantFrom: threshold,
      model: evaluation.metrics(atEach: Self.places) { maker.list(for: $0, asked).map(\.book) },
      popularity: evaluation.popularityMetrics(atEach: Self.places))
  }
}

/// How good the model's lists are, beside giving everybody the most popular books.
struct RankingReport: Encodable {
  var rankBy: RankBy
  var relevantFrom: Float
  var model: [RankingMetrics]
  var popularity: [RankingMetrics]

  enum CodingKeys: String, CodingKey {
    case model, popularity
    case rankBy = "rank_by"
    case relevantFrom = "relevant_from"
  }

  /// A table with a line for each list length and contender.
  var table: String {
    let readers = model.first?.readers ?? 0
    let titles = ["NDCG", "Recall", "Precision", "MRR", "MAP", "Hit rate", "Coverage", "Novelty"]
    let lines = zip(model, popularity).flatMap { own, popular in
      [
        line("by \(rankBy.rawValue), top \(own.k)", own),
        line("most popular, top \(popular.k)", popular),
      ]
    }
    return """
      lists for \(readers.grouped) readers; relevant are ratings of at least \(relevantFrom)
      \(([label("")] + titles.map(column)).joined())
      \(lines.joined(separator: "\n"))

      """
  }

  private func line(_ name: String, _ metrics: RankingMetrics) -> String {
    let values = [
      metrics.ndcg, metrics.recall, metrics.precision, metrics.mrr, metrics.map, metrics.hitRate,
      metrics.coverage,
    ]
    let cells = values.map { column(fixed($0, 4)) } + [column(fixed(metrics.novelty, 2))]
    return label(name) + cells.joined()
  }

  private func label(_ text: String) -> String {
    text.padding(toLength: max(24, text.count), withPad: " ", startingAt: 0)
  }

  private func column(_ text: String) -> String {
    String(repeating: " ", count: max(1, 10 - text.count)) + text
  }
}
