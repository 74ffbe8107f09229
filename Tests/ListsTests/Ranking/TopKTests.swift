import Lists
import Testing

@Suite struct TopKTests {
  @Test func theHighestScoresComeFirst() {
    #expect(topIndices(3, of: [0.1, 5, -2, 3, 4]) == [1, 4, 3])
  }

  @Test func equalScoresStandInOrderOfIndex() {
    #expect(topIndices(3, of: [1, 2, 2, 1, 2, 2]) == [1, 2, 4])
  }

  @Test func onlyCandidatesAreListed() {
    #expect(topIndices(2, of: [9, 8, 7, 6]) { $0 % 2 == 1 } == [1, 3])
  }

  @Test func moreThanThereAreGivesAllOfThem() {
    #expect(topIndices(9, of: [1, 3, 2]) == [1, 2, 0])
    #expect(topIndices(9, of: []) == [])
    #expect(topIndices(0, of: [1, 2]) == [])
  }

  @Test func aScoreThatIsNoNumberIsTheLowest() {
    #expect(topIndices(3, of: [.nan, -1, -.infinity, 2]) == [3, 1, 0])
  }

  @Test(arguments: [1, 2, 7, 50, 200])
  func aSortOfEverythingAgrees(count: Int) {
    // Coarse values, so that there are many ties; 37 is coprime to 101.
    let scores = (0..<200).map { Float($0 * 37 % 101 / 4) }
    let sorted = scores.indices.sorted {
      scores[$0] != scores[$1] ? scores[$0] > scores[$1] : $0 < $1
    }
    #expect(topIndices(count, of: scores) == Array(sorted.prefix(count)))
  }
}
