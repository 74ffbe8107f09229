import Lists
import Networks

extension Model {
  /// The books most like `book`, best first.
  ///
  /// By the item–item weights; for a book that took no part in them, or without them, by the cosine of the
  /// network's embeddings.
  ///
  /// - Returns: At most `count` books of positive similarity.
  package func similar(to book: UInt32, count: Int) -> [ListedBook] {
    let similarity = lists?.relevance.similarities(to: book) ?? []
    let usable = similarity.contains { $0 > 0 } ? similarity : embeddingCosines(with: book)
    return topIndices(count, of: usable) { usable[$0] > 0 }.enumerated().map { place, index in
      ListedBook(rank: place + 1, book: UInt32(index), score: usable[index])
    }
  }

  /// The cosine of each book's embedding with that of `book`, [books]; 0 for the book itself.
  private func embeddingCosines(with book: UInt32) -> [Float] {
    func length(_ vector: [Float]) -> Float { vector.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    let own = network.books.vector(row: Int(book))
    let ownLength = length(own)
    return (0..<books.count).map { other in
      let vector = network.books.vector(row: other)
      let lengths = ownLength * length(vector)
      guard other != Int(book), lengths > 0 else { return 0 }
      return zip(own, vector).reduce(0) { $0 + $1.0 * $1.1 } / lengths
    }
  }
}
