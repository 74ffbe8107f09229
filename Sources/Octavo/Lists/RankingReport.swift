import BookData
import Lists

/// How good a model's lists are, beside giving everybody the most popular books.
package struct RankingReport: Encodable, Sendable {
  /// What the lists are ranked by.
  package var rankBy: RankBy
  /// The least rating of a relevant book.
  package var relevantFrom: Float
  /// The readers of test ratings for whom nothing is measured.
  package var leftOut: ReadersLeftOut
  /// The model's lists, for each number of places.
  package var model: [RankingMetrics]
  /// The most popular books, for each number of places.
  package var popularity: [RankingMetrics]

  enum CodingKeys: String, CodingKey {
    case model, popularity
    case rankBy = "rank_by"
    case relevantFrom = "relevant_from"
    case leftOut = "readers_left_out"
  }
}

/// How many readers of test ratings lists are not measured for, and why.
package struct ReadersLeftOut: Encodable, Sendable, Equatable {
  /// The model does not know them, and so makes no list for them by their name.
  package var unknown: Int
  /// None of their test ratings is of a relevant book that a list could hold.
  package var withoutRelevantBook: Int

  enum CodingKeys: String, CodingKey {
    case unknown
    case withoutRelevantBook = "without_relevant_book"
  }
}

extension ListOutput {
  /// The numbers of places that lists are measured at.
  private static let places = [10, 20]

  /// Measures lists on `tests`, whose indices are those of the model's vocabularies.
  ///
  /// - Parameter unknownReaders: How many readers of `tests` the model does not know.
  package func report(
    on tests: ArraySlice<Rating>, unknownReaders: Int, rankedBy rankBy: RankBy,
    relevantFrom threshold: Float, threads: Int
  ) -> RankingReport {
    let evaluation = ListEvaluation(
      tests: tests, histories: maker.histories, relevantFrom: threshold, threads: threads)
    var request = ListRequest()
    request.rankBy = rankBy
    request.count = Self.places.max() ?? request.count
    return RankingReport(
      rankBy: rankBy, relevantFrom: threshold,
      leftOut: ReadersLeftOut(
        unknown: unknownReaders, withoutRelevantBook: evaluation.readersWithoutRelevantBook),
      model: evaluation.metrics(atEach: Self.places) { [request] in
        maker.list(for: $0, request).map(\.book)
      },
      popularity: evaluation.popularityMetrics(atEach: Self.places))
  }
}
