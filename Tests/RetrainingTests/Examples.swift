import BookData
import Training

@testable import Retraining

extension Judgement {
  /// A judgement with these objections, which was promoted where there are none.
  static func example(
    _ version: String, objections: [String], change: Double = -0.0065
  ) -> Judgement {
    Judgement(
      isPromoted: objections.isEmpty, objections: objections, candidate: version,
      current: "20251124T020500.000Z", reference: "20251124T020500.000Z",
      training: Training(
        isWarm: true, reason: "starts from 20251124T020500.000Z", newReaders: 3, newBooks: 1,
        epochs: 5, bestEpoch: 4, seconds: 20),
      holdOut: HoldOut(kind: "chronological", ratings: 60_000, known: 0), gate: GateOptions(),
      comparisons: [GateComparison.example(0.8 * (1 + change), 0.8)],
      milestone: Milestone(
        version: "20251101T020500.000Z", comparison: GateComparison.example(0.8, 0.81)),
      smokeTest: SmokeTest.Outcome(loadSeconds: 0.5))
  }
}

extension GateComparison {
  /// Two errors on the same ratings.
  static func example(
    _ candidate: Double, _ reference: Double, slice: String = "all"
  ) -> GateComparison {
    GateComparison(
      slice: slice, ratings: 59_635, readers: 2_600, candidateRMSE: candidate,
      referenceRMSE: reference,
      difference: PairedBootstrap.Estimate(
        estimate: candidate - reference, lower: candidate - reference - 0.001,
        upper: candidate - reference + 0.001, standardError: 0.0006),
      allowed: 0.004, passes: candidate - reference + 0.001 <= 0.004)
  }
}

extension DataFacts {
  /// So many ratings.
  static func example(ratings: Int) -> DataFacts {
    var facts = DataFacts(
      Ratings(rows: [], readers: Vocabulary(integers: []), books: Vocabulary(integers: [])))
    (facts.rows, facts.ratings, facts.readers, facts.books) = (ratings, ratings, 2_672, 9_990)
    (facts.duplicates, facts.mean, facts.deviation) = (3, 3.92, 0.99)
    return facts
  }
}
