import BookData

/// What averages alone predict: mean + reader's bias + book's bias.
///
/// Koren, "Factor in the Neighbors", ACM TKDD 4 (2010), section 2.1: biases are mean residuals shrunk
/// towards 0 by a few pseudo-ratings, refined in turns. Every training reports its error, so that nobody
/// takes a network for good that has learned no more than this.
package struct AveragesBaseline: Sendable {
  /// The mean of the training ratings.
  package let mean: Float
  /// What to add for each reader.
  package let readerBiases: [Float]
  /// What to add for each book.
  package let bookBiases: [Float]

  private static let rounds = 5
  private static let readerPseudoRatings: Float = 8
  private static let bookPseudoRatings: Float = 5

  /// The averages of `rows`.
  package init(_ rows: ArraySlice<Rating>, readers: Int, books: Int) {
    let mean = Float(rows.reduce(0.0) { $0 + Double($1.value) } / Double(max(1, rows.count)))
    var readerBiases = [Float](repeating: 0, count: readers)
    var bookBiases = [Float](repeating: 0, count: books)
    for _ in 0..<Self.rounds {
      bookBiases = Self.shrunkMeans(rows, count: books, pseudo: Self.bookPseudoRatings) {
        (Int($0.book), $0.value - mean - readerBiases[Int($0.reader)])
      }
      readerBiases = Self.shrunkMeans(rows, count: readers, pseudo: Self.readerPseudoRatings) {
        (Int($0.reader), $0.value - mean - bookBiases[Int($0.book)])
      }
    }
    (self.mean, self.readerBiases, self.bookBiases) = (mean, readerBiases, bookBiases)
  }

  /// The prediction for a reader and a book; an unknown reader, whose index is the number of them, has no bias.
  package func prediction(reader: UInt32, book: UInt32) -> Float {
    mean + bias(readerBiases, reader) + bias(bookBiases, book)
  }

  private func bias(_ biases: [Float], _ index: UInt32) -> Float {
    index == biases.count ? 0 : biases[Int(index)]
  }

  private static func shrunkMeans(
    _ rows: ArraySlice<Rating>, count: Int, pseudo: Float, residual: (Rating) -> (Int, Float)
  ) -> [Float] {
    var sums = [Float](repeating: 0, count: count)
    var counts = [Float](repeating: pseudo, count: count)
    for row in rows {
      let (index, value) = residual(row)
      sums[index] += value
      counts[index] += 1
    }
    return zip(sums, counts).map { $0 / $1 }
  }
}
