/// Running sums over the written ratings: O(books) memory.
struct RatingTally: Sendable {
  /// Ratings 1 to 5 of every book.
  private(set) var histograms: [SIMD8<Int32>]
  private(set) var count = 0
  private(set) var total = 0
  /// Σ Var[r], given the planted parameters.
  private(set) var variance = 0.0
  /// Σ (r − E[r])².
  private(set) var squaredError = 0.0

  init(books: Int) {
    histograms = Array(repeating: SIMD8(), count: books)
  }

  /// Counts one rating of `book` (from 0), drawn from `chances`.
  mutating func add(_ rating: Int, book: Int, chances: RatingChances) {
    histograms[book][rating - 1] &+= 1
    count += 1
    total += rating
    variance += chances.variance
    let error = Double(rating) - chances.mean
    squaredError += error * error
  }
}
