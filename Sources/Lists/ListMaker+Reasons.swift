import BookData

extension ListMaker {
  /// The rated books that speak most for a book on the list, strongest first.
  package func reasons(
    for book: UInt32, from profile: ReaderProfile, count: Int = 3
  ) -> [ItemRegression.Contribution] {
    relevance.reasons(for: book, from: profile, count: count)
  }
}
