import Foundation
public import Interactions
import Kernels
import Ranking
public import Relevance

extension ListMaker {
  /// The books most like `book`, best first, by the correlation that no other book explains.
  ///
  /// - Returns: At most `count` books of positive likeness; none for a book that took no part.
  public func similar(to book: UInt32, count: Int) -> [ListedBook] {
    let likeness = relevance.similarities(to: book)
    return topIndices(count, of: likeness) { likeness[$0] > 0 }.enumerated().map { place, index in
      ListedBook(rank: place + 1, book: UInt32(index), score: likeness[index])
    }
  }

  /// The rated books that speak most for a book on the list, strongest first.
  public func reasons(
    for book: UInt32, from profile: ReaderProfile, count: Int = 3
  ) -> [ItemRegression.Contribution] {
    relevance.reasons(for: book, from: profile, count: count)
  }
}
