import BookData
public import Kernels

/// Anything that gives every book a score for a reader: the higher, the sooner it is recommended.
///
/// Scores depend on the profile alone, not on who else is asked about.
package protocol BookScorer: Sendable {
  /// The number of books, known by their indices 0 ..< `bookCount`.
  var bookCount: Int { get }

  /// A score for each book, [bookCount], those included that the profile has.
  func scores(for profile: ReaderProfile) -> [Float]
}

/// Everybody gets the same: the share of readers who have the book.
public struct Popularity: BookScorer, Equatable {
  /// The share of readers who have each book, [books].
  public let shares: [Float]

  /// Shares counted elsewhere.
  public init(shares: [Float]) { self.shares = shares }

  /// The shares among readers with these ratings, [readers × books].
  public init(_ histories: SparseRows) {
    var counts = [Float](repeating: 0, count: histories.columns)
    for book in histories.indices { counts[Int(book)] += 1 }
    shares = counts.map { $0 / Float(max(1, histories.rows)) }
  }

  /// The number of books.
  public var bookCount: Int { shares.count }

  /// The shares, whatever the profile.
  package func scores(for profile: ReaderProfile) -> [Float] { shares }
}
