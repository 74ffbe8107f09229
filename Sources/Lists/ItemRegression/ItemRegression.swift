import BookData
public import Kernels

/// Which books a reader would pick up next: a linear regression of every book on all others.
///
/// score(j) = Σ over the reader's books i: weight of the rating · w(i, j), plus a little popularity. The
/// weights are those of EASE (Steck, "Embarrassingly Shallow Autoencoders for Sparse Data", WWW 2019): with
/// P the inverse of the regularized Gram matrix of readers × books, w(i, j) = −P(i, j) / P(j, j) and
/// w(j, j) = 0. A reader is nothing but their ratings here, so that a new one is served at once.
public struct ItemRegression: BookScorer {
  /// w, [books × books]: the row is the book that speaks, the column the one it speaks for.
  public let weights: SparseRows
  /// P's diagonal, [books]: 1 / what of a book the others leave unexplained; 0 for books without part.
  public let precision: [Float]
  /// The shares of readers who have each book, times what popularity counts, [books].
  public let priors: [Float]
  /// How much each rating counts.
  public let scale: InputScale

  /// A regression of these parts.
  public init(weights: SparseRows, precision: [Float], priors: [Float], scale: InputScale) {
    precondition(
      weights.rows == weights.columns && precision.count == weights.rows
        && priors.count == weights.rows,
      "\(weights.rows) × \(weights.columns) weights, \(precision.count) and \(priors.count) books")
    (self.weights, self.precision, self.priors) = (weights, precision, priors)
    self.scale = scale
  }

  /// The number of books.
  public var bookCount: Int { weights.rows }

  /// A score for each book, [books].
  ///
  /// - Complexity: O(books + the profile's length × the length of a row of weights).
  package func scores(for profile: ReaderProfile) -> [Float] {
    var scores = priors
    for rating in profile.ratings where Int(rating.book) < bookCount {
      let input = scale.weight(of: rating.value)
      guard input != 0 else { continue }
      for place in weights[Int(rating.book)] {
        scores[Int(weights.indices[place])] += input * weights.values[place]
      }
    }
    return scores
  }

  /// A book of the profile and what it adds to another book's score.
  public struct Contribution: Sendable, Equatable {
    /// The rating that speaks.
    package var rating: BookRating
    /// What it adds to the score; above 0.
    public var value: Float
  }

  /// The ratings of the profile that speak most for `book`, strongest first, at most `count`, 3 where nothing is said.
  ///
  /// A low rating may speak a little for another book, but is a reason only where there is no better one.
  package func reasons(
    for book: UInt32, from profile: ReaderProfile, count: Int = 3
  ) -> [Contribution] {
    let all = profile.ratings.filter { Int($0.book) < bookCount }.map { rating in
      Contribution(
        rating: rating,
        value: scale.weight(of: rating.value) * weights.element(Int(rating.book), book))
    }
    let positive = all.filter { $0.value > 0 }
    let liked = positive.filter { scale.isLiked($0.rating.value) }
    return Array(
      (liked.isEmpty ? positive : liked).sorted {
        $0.value != $1.value ? $0.value > $1.value : $0.rating.book < $1.rating.book
      }.prefix(count))
  }

  /// How alike each book is to `book`, [books]: the correlation between the two that no other book
  /// explains, from −1 to 1; 0 where neither is among the strongest neighbours of the other.
  ///
  /// ρ(i, j) = −P(i, j) / √(P(i, i) · P(j, j)) = w(i, j) · √(P(j, j) / P(i, i)).
  ///
  /// - Complexity: O(books × log of the length of a row of weights).
  public func similarities(to book: UInt32) -> [Float] {
    let own = precision[Int(book)]
    var result = [Float](repeating: 0, count: bookCount)
    guard own > 0 else { return result }
    for other in 0..<bookCount where precision[other] > 0 && other != Int(book) {
      let ratio = (precision[other] / own).squareRoot()
      let outward = weights.element(Int(book), UInt32(other)) * ratio
      result[other] = outward != 0 ? outward : weights.element(other, book) / ratio
    }
    return result
  }
}
