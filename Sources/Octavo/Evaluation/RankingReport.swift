import BookData
import Lists

/// How good a model's lists are, beside giving everybody the most popular books.
package struct RankingReport: Encodable, Sendable {
  /// What the lists are ranked by.
  package var rankBy: RankBy
  /// The least rating of a relevant book.
  package var relevantFrom: Float
  /// The model's lists, for each number of places.
  package var model: [RankingMetrics]
  /// The most popular books, for each number of places.
  package var popularity: [RankingMetrics]
  /// How many readers with a relevant book are not measured, because the model does not know them.
  package var unknownReaders: Int
  /// How many readers of the test are not measured, because none of its books is relevant to them and new.
  package var readersWithoutRelevant: Int

  enum CodingKeys: String, CodingKey {
    case model, popularity
    case rankBy = "rank_by"
    case relevantFrom = "relevant_from"
    case unknownReaders = "unknown_readers"
    case readersWithoutRelevant = "readers_without_relevant"
    case unserved
  }

  /// How many readers are measured.
  package var readers: Int { model.first?.readers ?? 0 }

  /// The share of readers with a relevant book whose list has none, for each number of places; those whom the
  /// model does not know, and who have no list, are among them.
  package var unserved: [Double] {
    model.map { metrics in
      let all = Double(metrics.readers + unknownReaders)
      return all > 0 ? 1 - metrics.hitRate * Double(metrics.readers) / all : 0
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(rankBy, forKey: .rankBy)
    try container.encode(relevantFrom, forKey: .relevantFrom)
    try container.encode(model, forKey: .model)
    try container.encode(popularity, forKey: .popularity)
    try container.encode(unknownReaders, forKey: .unknownReaders)
    try container.encode(readersWithoutRelevant, forKey: .readersWithoutRelevant)
    try container.encode(unserved, forKey: .unserved)
  }
}

extension Model {
  /// The numbers of places that lists are measured at.
  private static let places = [10, 20]

  /// Measures lists on ratings.
  ///
  /// - Parameters:
  ///   - relevantFrom: The least rating of a relevant book; nil for three quarters up the scale. The default is nil.
  ///   - threads: How many threads work; the result does not depend on it.
  /// - Throws: ``ModelError/noLists``.
  package func ranking(
    on tests: TestRatings, rankedBy rankBy: RankBy = ListRequest().rankBy,
    relevantFrom: Float? = nil, threads: Int
  ) throws(ModelError) -> RankingReport {
    let maker = try listMaker()
    let range = manifest.ratingRange
    let threshold = relevantFrom ?? range.lowest + 0.75 * (range.highest - range.lowest)
    let rows = tests.rows(of: self)
    let evaluation = ListEvaluation(
      tests: rows, histories: maker.histories, relevantFrom: threshold, threads: threads)
    var request = ListRequest()
    request.rankBy = rankBy
    request.count = Self.places.max() ?? request.count
    let measured = evaluation.metrics(atEach: Self.places) { [request] in
      maker.list(for: $0, request).map(\.book)
    }
    let unknown = Set(
      zip(rows, tests.ratings.rows).lazy
        .filter { [readers] row, _ in row.reader >= readers.count && row.value >= threshold }
        .map(\.1.reader))
    return RankingReport(
      rankBy: rankBy, relevantFrom: threshold, model: measured,
      popularity: evaluation.popularityMetrics(atEach: Self.places),
      unknownReaders: unknown.count,
      readersWithoutRelevant: evaluation.readersWithoutRelevantBook)
  }
}
