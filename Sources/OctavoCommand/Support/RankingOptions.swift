import ArgumentParser
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

  /// Measures a model's lists.
  ///
  /// - Throws: `ModelError.noLists`.
  func measure(_ model: Model, on tests: TestRatings, threads: Int) throws -> RankingReport {
    try model.ranking(
      on: tests, rankedBy: rankBy, relevantFrom: relevantFrom, threads: threads)
  }
}
