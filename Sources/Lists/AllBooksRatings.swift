import BookData
import Networks

/// Predicted ratings of all books by readers of the training, clipped to the range of ratings.
public struct AllBooksRatings: Sendable {
  /// For how many readers it is fastest to be asked at once.
  public static let readersAtOnce = AllBooksScorer.readersAtOnce

  private let scorer: AllBooksScorer
  private let range: RatingRange
  private let bookCount: Int

  /// What `network` predicts for its books; nil for a network that cannot score all books at once.
  package init?(_ network: RatingNetwork, books: Int, range: RatingRange) {
    guard let scorer = AllBooksScorer(network, books: books) else { return nil }
    self.scorer = scorer
    self.range = range
    bookCount = books
  }

  /// For each of `readers`, indices of the training's, the `count` books of the highest ratings, best first.
  ///
  /// Ratings of less precision find the books that can be among them, where a list is short and the
  /// processor is made for it; the list and its ratings are those of full precision.
  ///
  /// - Parameter isCandidate: Whether the reader at a place among `readers` may have a book on the list.
  public func best(
    _ count: Int, for readers: [UInt32], where isCandidate: (_ place: Int, _ book: Int) -> Bool
  ) -> [[(book: UInt32, score: Float)]] {
    let isShort = count <= bookCount / 20
    guard isShort, let rounded = scorer.roundedScores(readers) else {
      return scorer.scores(readers).enumerated().map { place, scores in
        let ratings = scores.map(range.clip)
        return topIndices(count, of: ratings) { isCandidate(place, $0) }
          .map { (UInt32($0), ratings[$0]) }
      }
    }
    let books = readers.indices.map { place in
      contenders(count, rounded.scores[place], error: rounded.errors[place]) {
        isCandidate(place, $0)
      }
    }
    return zip(books, scorer.scores(readers, books: books)).map { books, scores in
      let ratings = scores.map(range.clip)
      return topIndices(count, of: ratings).map { (UInt32(books[$0]), ratings[$0]) }
    }
  }

  /// The candidates that may be among the `count` best when each of `scores` may be off by `error`, rising.
  private func contenders(
    _ count: Int, _ scores: [Float], error: Float, where isCandidate: (Int) -> Bool
  ) -> [Int] {
    guard error.isFinite else { return scores.indices.filter(isCandidate) }
    let best = topIndices(count, of: scores, where: isCandidate)
    guard best.count == count, let last = best.last else { return best.sorted() }
    // As many candidates as are wanted are at least so good.
    let threshold = range.clip(scores[last] - error)
    return scores.indices.filter {
      range.clip(scores[$0] + error) >= threshold && isCandidate($0)
    }
  }
}
