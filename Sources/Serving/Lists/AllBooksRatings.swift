import Models
import Training

/// Predicted ratings of all books by readers of the training, clipped to the range of ratings.
public struct AllBooksRatings: Sendable {
  private let scorer: AllBooksScorer
  private let range: RatingRange

  /// What `network` predicts for its books; nil for a network that cannot score all books at once.
  init?(_ network: RatingNetwork, books: Int, range: RatingRange) {
    guard let scorer = AllBooksScorer(network, books: books) else { return nil }
    self.scorer = scorer
    self.range = range
  }

  /// For each of `readers`, indices of the training's, the ratings of all books.
  func ratings(_ readers: [UInt32]) -> [[Float]] {
    scorer.scores(readers).map { scores in scores.map(range.clip) }
  }
}
