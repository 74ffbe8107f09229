import BookData
import Kernels
import Lists
import Testing

@Suite struct ThinningTests {
  /// w(i, j) of four books: book 3 is spoken for by all others.
  private let regression = ItemRegression(
    weights: SparseRows(
      rows: 4, columns: 4,
      elements: [
        (row: 0, column: 3, value: 0.5), (row: 1, column: 3, value: -0.4),
        (row: 2, column: 3, value: 0.45), (row: 3, column: 0, value: 0.25),
      ]), precision: [1, 1, 1, 1], priors: [0.01, 0.02, 0.03, 0.04],
    scale: InputScale(lowest: 1, highest: 5, weights: [0, 0.3, 0.6, 1, 1.1]))

  private func scores(_ regression: ItemRegression) -> [Float] {
    regression.scores(
      for: ReaderProfile(ratings: (0..<3).map { BookRating(book: $0, value: 4) }))
  }

  @Test func allWeightsGiveTheSameScoresUpToRounding() {
    let thin = regression.thinned(to: 10, readersOfBook: [1, 1, 1, 1], threads: 2).regression
    for (one, other) in zip(scores(thin), scores(regression)) { #expect(abs(one - other) < 1e-4) }
    #expect(thin.priors == regression.priors)
  }

  @Test func theStrongestAreKeptAsTheFitWouldHaveKeptThem() {
    let columns = regression.thinned(to: 2, readersOfBook: [1, 4, 1, 1], threads: 1).columns
    // |w| · √readers of book 3's: 0.5, 0.8, 0.45.
    #expect(columns[3].sources == [0, 1] && columns[3].levels == [32767, -26214])
    #expect(columns[0].sources == [3] && columns[1].sources.isEmpty)
  }
}
