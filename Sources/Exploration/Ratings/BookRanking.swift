import BookData

/// The books at the head of several lists.
struct BookRanking {
  /// What each book got, by index.
  let books: [Readership]
  let ids: Vocabulary
  let titles: [String: String]
  /// The mean of all ratings.
  let mean: Double
  /// How many ratings at the mean count as known of every book beforehand.
  let weight: Double

  private static let length = 10

  var mostRated: [BookLine] { top { Double($0.count) } }

  /// A book with few ratings stays near the mean of all: two fives are no proof of a masterpiece.
  var bestRated: [BookLine] {
    top { ($0.sum + weight * mean) / (Double($0.count) + weight) }
  }

  var mostDivisive: [BookLine] {
    top { $0.count >= 2 && Double($0.count) >= weight ? $0.spread : nil }
  }

  /// The books with the highest scores; of equal ones the more often rated, then the first.
  private func top(_ score: (Readership) -> Double?) -> [BookLine] {
    books.enumerated()
      .compactMap { index, book in
        book.count == 0 ? nil : score(book).map { (index: index, book: book, score: $0) }
      }
      .sorted { ($1.score, $1.book.count, $0.index) < ($0.score, $0.book.count, $1.index) }
      .prefix(Self.length)
      .map { index, book, score in
        let id = ids.text(at: UInt32(index))
        return BookLine(
          book: id, title: titles[id], ratings: book.count, mean: book.mean,
          score: score)
      }
  }
}
