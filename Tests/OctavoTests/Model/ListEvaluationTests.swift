import BookData
import Kernels
import Lists
import Octavo
import Testing

@Suite struct ListEvaluationTests {
  private let histories = SparseRows(
    ratings: [
      Rating(reader: 0, book: 0, value: 5), Rating(reader: 1, book: 0, value: 1),
      Rating(reader: 1, book: 1, value: 4), Rating(reader: 2, book: 3, value: 4),
    ], readers: 3, books: 5)

  private func evaluation(_ tests: [Rating]) -> ListEvaluation {
    ListEvaluation(tests: tests, histories: histories, relevantFrom: 4, threads: 2)
  }

  @Test func whatIsUnknownTooLowOrAlreadyKnownIsNotRelevant() {
    let tests = evaluation([
      Rating(reader: 0, book: 0, value: 5), Rating(reader: 1, book: 2, value: 3),
      Rating(reader: 3, book: 2, value: 5), Rating(reader: 2, book: 5, value: 5),
    ])
    #expect(tests.metrics(atEach: [2]) { _ in [0, 1, 2, 3, 4] }[0].readers == 0)
    #expect(tests.readersWithoutRelevantBook == 3, "the fourth is unknown")
  }

  @Test func listsAreJudgedForEachReaderAtEachLength() {
    let tests = evaluation([
      Rating(reader: 0, book: 4, value: 5), Rating(reader: 2, book: 1, value: 4),
    ])
    let found = tests.metrics(atEach: [1, 2]) { $0.reader == 0 ? [4, 2] : [2, 1] }
    #expect(found.map(\.recall) == [0.5, 1] && found.map(\.mrr) == [0.5, 0.75])
    #expect(found.map(\.k) == [1, 2] && found[0].readers == 2)
    #expect(tests.readersWithoutRelevantBook == 0, "who has no test rating is not missing")
  }

  @Test func popularityLeavesOutWhatTheReaderHas() {
    let tests = evaluation([
      Rating(reader: 0, book: 1, value: 5), Rating(reader: 2, book: 0, value: 5),
    ])
    #expect(tests.popularityMetrics(atEach: [1])[0].hitRate == 1)
  }
}
