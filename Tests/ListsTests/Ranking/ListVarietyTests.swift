import BookData
import Kernels
import Lists
import Testing

@Suite struct ListVarietyTests {
  /// Reader 0 has books 0 and 1, reader 1 has 0, 1 and 2, reader 2 has 2 alone; nobody has book 3.
  private let histories = SparseRows(
    ratings: [(0, 0), (0, 1), (1, 0), (1, 1), (1, 2), (2, 2)].map {
      Rating(reader: $0.0, book: $0.1, value: 4)
    }, readers: 3, books: 4)

  private func variety(popular: [[UInt32]] = [[], [], []]) -> ListVariety {
    ListVariety(histories: histories, popular: popular, threads: 2)
  }

  @Test func booksAreAlikeThatTheSameReadersHave() {
    #expect(variety().likeness(0, 1) == 1)
    #expect(variety().likeness(0, 2) == 0.5, "one of two readers each")
    #expect(variety().likeness(0, 3) == 0, "nobody has it")
  }

  @Test func diversityIsTheMeanUnlikenessOfPairs() {
    // Pairs 0–1, 0–2, 1–2 of the first list: 0, 0.5, 0.5; the pair of the second: 1; places beyond 3 do not count.
    let found = variety().metrics(
      [[0, 1, 2, 3], [3, 0], [1, 2]], relevant: [[0], [0], []], atK: 3)
    #expect(abs(found.diversity - (1.0 / 3 + 1) / 2) < 1e-12)
  }

  @Test func equalExposureHasNoGiniAndOneBookForAllHasTheMost() {
    func gini(_ lists: [[UInt32]]) -> Double {
      variety().metrics(lists, relevant: [[0], [0], []], atK: 2).exposureGini
    }
    #expect(gini([[0, 1], [2, 3], []]) == 0)
    // All on one of four books: 1 − 1/4.
    #expect(gini([[2], [2], []]) == 0.75)
    #expect(gini([[], [], []]) == 0)
  }

  @Test func serendipityIsWhatPopularityWouldHaveMissed() {
    let found = variety(popular: [[0, 1], [1, 0], [0]]).metrics(
      [[2, 0], [1, 3], [2]], relevant: [[0, 2], [1], []], atK: 2)
    // Reader 0: book 2 counts, book 0 was popular; reader 1: book 1 was popular. One of four places.
    #expect(found.serendipity == 0.25)
  }
}
