import BookData
import Training

/// Several models on the same test ratings.
package struct ModelComparison: Sendable, Encodable {
  /// One of the models.
  package struct Contender: Sendable, Encodable {
    /// What it is called.
    package let name: String
    /// Its errors.
    package let evaluation: TestEvaluation
    /// How it differs from the first model: on all ratings first, then on slices; none for the first model.
    package let differences: [Group]
  }

  /// The slices of one kind.
  package struct Group: Sendable, Encodable {
    /// What ratings are grouped by; nil for all of them.
    package let by: RatingSlice.Kind?
    /// The comparisons, in the order of the slices.
    package let slices: [SliceComparison]
  }

  /// Where the ratings come from.
  package let part: TestRatings.Part
  /// How many there are.
  package let ratings: Int
  /// Of how many readers.
  package let readers: Int
  /// The models, in the order that was asked for: differences are from the first.
  package let contenders: [Contender]

  /// Slices of fewer readers say nothing.
  private static let leastReaders = 20

  /// Compares models, at least one, on ratings that none of them has learned from.
  ///
  /// Readers are drawn anew as one: bounds and differences are of the paired bootstrap (``PairedBootstrap``)
  /// that also judges candidates of retraining.
  ///
  /// - Parameters:
  ///   - models: The models with their names.
  ///   - tests: The ratings.
  ///   - withUncertainty: Whether to measure how sure hybrid models are, too. The default is false.
  ///   - threads: How many threads work; the result does not depend on it.
  /// - Throws: ``ModelError/notFinite``.
  package init(
    _ models: [(name: String, model: Model)], on tests: TestRatings,
    withUncertainty: Bool = false, threads: Int
  ) throws {
    let rows = tests.ratings.rows
    let slices = RatingSlices(of: rows, counts: tests.counts)
    let groups: [(RatingSlice.Kind?, [RatingSlice])] = [
      (.rating, slices.byRating), (.reader, slices.byReaderRatings),
      (.book, slices.byBookRatings),
    ]
    let measured = try models.map { name, model in
      (
        name: name,
        evaluation: try model.evaluation(
          on: tests, withUncertainty: withUncertainty && model.encoder != nil, threads: threads)
      )
    }
    let reference = measured.first?.evaluation.predictions ?? []
    part = tests.part
    ratings = rows.count
    readers = Set(rows.map(\.reader)).count
    contenders = measured.enumerated().map { place, one in
      let pairs = zip(rows, zip(one.evaluation.predictions, reference)).map { row, predictions in
        HeldOutRating(
          reader: row.reader, value: row.value, candidate: predictions.0,
          reference: predictions.1, readerCount: 0, bookCount: 0)
      }
      func compared(_ name: String, _ rows: [HeldOutRating]) -> SliceComparison {
        SliceComparison(
          name, rows, .shown, minimum: (1, Self.leastReaders), threads: threads)
      }
      let differences =
        place == 0
        ? []
        : [Group(by: nil, slices: [compared("all", pairs)])]
          + groups.map { kind, slices in
            Group(
              by: kind,
              slices: slices.map { slice in
                compared(slice.name, slice.members.map { pairs[$0] })
              })
          }
      return Contender(name: one.name, evaluation: one.evaluation, differences: differences)
    }
  }
}
