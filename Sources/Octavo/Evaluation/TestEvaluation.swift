import BookData
import Lists
import Training

/// A model's errors on the ratings that it is tested on: what terminal, JSON, pages and comparisons show.
package struct TestEvaluation: Sendable {
  /// Where the ratings come from.
  package let part: TestRatings.Part
  /// How many of the ratings are of books that the model knows their readers to have rated; 0 of held-out ones.
  package let known: Int
  /// What the model predicts, in the order of the ratings.
  package let predictions: [Float]
  /// The errors, all together and by group.
  package let breakdown: ErrorBreakdown
  /// Whether the model knows how sure it is; nil where that was not measured.
  package var uncertainty: UncertaintyCalibration?
  /// How good the model's lists are; nil where they were not measured.
  package var lists: RankingReport?
  /// The model beside another one; nil where there is none.
  package var against: ModelComparison?

  /// The errors of all ratings together.
  package var errors: ErrorMetrics { breakdown.all.errors }
}

extension Model {
  /// Measures the model on ratings.
  ///
  /// - Parameters:
  ///   - tests: The ratings.
  ///   - withUncertainty: Whether to measure how sure it is, too. The default is false.
  ///   - threads: How many threads work; the result does not depend on it.
  /// - Throws: ``ModelError/notFinite``, ``ModelError/noUncertainty``.
  package func evaluation(
    on tests: TestRatings, withUncertainty: Bool = false, threads: Int
  ) throws -> TestEvaluation {
    let rows = tests.rows(of: self)
    let predictions = predictions(rows.map { ($0.reader, $0.book) }, threads: threads)
    try ModelError.checkFinite(predictions)
    return TestEvaluation(
      part: tests.part,
      known: tests.part == .all
        ? rows.count { rated.contains(reader: $0.reader, book: $0.book) } : 0,
      predictions: predictions,
      breakdown: ErrorBreakdown(
        of: predictions, on: tests.ratings.rows, range: manifest.ratingRange,
        counts: tests.counts, threads: threads),
      uncertainty: withUncertainty
        ? try calibration(of: predictions, rows, tests, threads: threads) : nil)
  }

  private func calibration(
    of predictions: [Float], _ rows: [Rating], _ tests: TestRatings, threads: Int
  ) throws(ModelError) -> UncertaintyCalibration {
    guard let uncertainty = uncertainty(threads: threads) else { throw .noUncertainty }
    let deviations = uncertainty.deviations(
      of: rows.map { ($0.reader, $0.book) }, threads: threads)
    try ModelError.checkFinite(deviations)
    return UncertaintyCalibration(
      predictions, deviations: deviations, on: tests.ratings.rows, counts: tests.counts,
      noiseVariance: uncertainty.noiseVariance)
  }
}

extension TestEvaluation: Encodable {
  private enum CodingKeys: String, CodingKey {
    case part, calibration, uncertainty, against
    case lists = "ranking"
    case maeLower = "mae_lower"
    case maeUpper = "mae_upper"
    case byRating = "by_rating"
    case byReaderRatings = "by_reader_ratings"
    case byBookRatings = "by_book_ratings"
  }

  /// The errors of all ratings in one flat object, with the groups beside them.
  package func encode(to encoder: any Encoder) throws {
    try breakdown.all.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(part, forKey: .part)
    try container.encode(breakdown.mae.lower, forKey: .maeLower)
    try container.encode(breakdown.mae.upper, forKey: .maeUpper)
    try container.encode(breakdown.byRating, forKey: .byRating)
    try container.encode(breakdown.byReaderRatings, forKey: .byReaderRatings)
    try container.encode(breakdown.byBookRatings, forKey: .byBookRatings)
    try container.encode(breakdown.calibration, forKey: .calibration)
    try container.encodeIfPresent(uncertainty, forKey: .uncertainty)
    try container.encodeIfPresent(against, forKey: .against)
    try container.encodeIfPresent(lists, forKey: .lists)
  }
}
