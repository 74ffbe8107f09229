import Lists
import Testing

@Suite struct RankingMetricsTests {
  private let catalogue = BookPopularity(readersOfBook: [8, 4, 2, 1, 0, 1], readers: 8)

  private func metrics(_ lists: [[UInt32]], _ relevant: [Set<UInt32>], _ k: Int) -> RankingMetrics {
    RankingMetrics(lists: lists, relevant: relevant, catalogue: catalogue, atK: k)
  }

  @Test func aPerfectListHasOneOfEverything() {
    let result = metrics([[2, 0, 1]], [[0, 1, 2]], 3)
    #expect(result.ndcg == 1 && result.recall == 1 && result.precision == 1)
    #expect(result.mrr == 1 && result.map == 1 && result.hitRate == 1 && result.readers == 1)
  }

  @Test func aListOfMissesHasNothing() {
    let result = metrics([[3, 4]], [[0]], 2)
    #expect(result.ndcg == 0 && result.recall == 0 && result.precision == 0)
    #expect(result.mrr == 0 && result.map == 0 && result.hitRate == 0)
  }

  /// Places 2 and 4 of 4 hit, three books relevant; worked out by hand.
  @Test func theFormulasHoldForAListWorkedOutByHand() {
    let quality = ListQuality([9, 1, 8, 2], relevant: [1, 2, 3], atK: 4)
    let (second, third, fourth) = (0.6309297535714575, 0.5, 0.43067655807339306)
    #expect(abs(quality.ndcg - (second + fourth) / (1 + second + third)) < 1e-12)
    #expect(abs(quality.recall - 2.0 / 3) < 1e-12 && quality.precision == 0.5)
    #expect(quality.reciprocalRank == 0.5 && quality.hit == 1)
    #expect(abs(quality.averagePrecision - (1.0 / 2 + 2.0 / 4) / 3) < 1e-12)
  }

  @Test func recallDividesByAllRelevantBooksAndCappedRecallByThoseThatFit() {
    let quality = ListQuality([0, 1], relevant: [0, 1, 2, 3, 4], atK: 2)
    #expect(quality.recall == 0.4 && quality.cappedRecall == 1)
  }

  @Test func aLongerListNeverHasALowerRecall() {
    let recalls = (1...6).map {
      ListQuality([0, 9, 1, 8, 2, 3], relevant: [0, 1, 2, 3], atK: $0).recall
    }
    #expect(recalls == recalls.sorted() && recalls.last == 1)
  }

  @Test func placesBeyondKDoNotCount() {
    #expect(ListQuality([5, 0], relevant: [0], atK: 1).hit == 0)
  }

  @Test func aShortListCountsItsMissingPlaces() {
    #expect(ListQuality([0], relevant: [0, 1], atK: 4).precision == 0.25)
  }

  @Test func readersWithoutRelevantBooksDoNotCount() {
    let result = metrics([[0, 1], [5, 4], [1, 0]], [[0], [], [0]], 1)
    #expect(result.readers == 2 && result.ndcg == 0.5)
    #expect(result.coverage == 2.0 / 6, "the list of a reader who does not count")
  }

  @Test func noveltyIsTheMeanSurpriseInBits() {
    // 8 of 8 readers: 0 bits; 1 of 8: 3 bits; nobody counts as one reader.
    #expect(metrics([[0, 3, 4]], [[0]], 3).novelty == 2)
  }

  @Test func noReaderAtAllGivesZeros() {
    let result = metrics([], [], 10)
    #expect(result.readers == 0 && result.ndcg == 0 && result.novelty == 0)
  }
}
