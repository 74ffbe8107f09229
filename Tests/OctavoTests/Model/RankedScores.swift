import BookData
import Testing
import Training

/// The scores of all books, to hold a list of the best against that was computed in another way.
///
/// How a product rounds depends on the kernel that computes it and on the number of its rows. So books whose
/// scores are equal within rounding may stand in either order, and either may be the last that is listed.
struct RankedScores {
  /// What the network predicts for each book, not clipped.
  let scores: [Float]
  /// What scores are clipped to.
  let range: RatingRange
  /// How far a score may be from one of `scores`.
  let rounding: Float

  /// Expects `list` to be the `count` best candidates, best first, equal scores in the books' order.
  func expectBest(
    _ count: Int, are list: [(book: UInt32, score: Float)], where isCandidate: (Int) -> Bool,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let candidates = scores.indices.filter(isCandidate)
    let listed = list.map { Int($0.book) }
    let best = candidates.map { range.clip(scores[$0]) }.sorted(by: >).prefix(count)
    #expect(
      zip(list, best).allSatisfy { abs($0.score - $1) <= rounding } && list.count == best.count,
      "the best scores are \(best), listed are \(list)", sourceLocation: sourceLocation)
    #expect(
      list.allSatisfy { limits(of: Int($0.book)).contains($0.score) },
      "a score is not its book's: \(list)", sourceLocation: sourceLocation)
    #expect(
      zip(list, list.dropFirst()).allSatisfy { ($0.score, $1.book) > ($1.score, $0.book) },
      "not best first, equal ones in the books' order: \(list)", sourceLocation: sourceLocation)
    let others = Set(candidates).subtracting(listed)
    #expect(
      Set(listed).count == listed.count && others.count == candidates.count - listed.count,
      "a book is listed twice, or is no candidate: \(list)", sourceLocation: sourceLocation)
    #expect(
      !others.contains { other in listed.contains { isBefore(other, $0) } },
      "a better book than some is left out: \(list)", sourceLocation: sourceLocation)
  }

  /// The scores that a book may have, whatever the rounding.
  private func limits(of book: Int) -> ClosedRange<Float> {
    range.clip(scores[book] - rounding)...range.clip(scores[book] + rounding)
  }

  /// Whether `book` stands before `other`, whatever the rounding.
  private func isBefore(_ book: Int, _ other: Int) -> Bool {
    let (own, others) = (limits(of: book), limits(of: other))
    // Both may be clipped to the same number, and then the order of the books decides.
    let areEqual = own == others && own.lowerBound == own.upperBound
    return own.lowerBound > others.upperBound || (areEqual && book < other)
  }
}
