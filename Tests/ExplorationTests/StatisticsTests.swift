import Support
import Testing

@testable import Exploration

@Suite struct StatisticsTests {
  @Test func aSummaryIsThatOfPandasDescribe() throws {
    // pandas.Series([3, 1, 4, 1, 5, 9, 2, 6]).describe()
    let summary = try #require(Summary(ValueCounter([3, 1, 4, 1, 5, 9, 2, 6])))
    #expect(summary.count == 8)
    #expect(summary.mean == 3.875)
    #expect(abs(summary.standardDeviation - 2.748376143938713) < 1e-15)
    #expect(summary.minimum == 1)
    #expect(summary.lowerQuartile == 1.75)
    #expect(summary.median == 3.5)
    #expect(summary.upperQuartile == 5.25)
    #expect(summary.maximum == 9)
  }

  @Test func nothingHasNoSummaryAndOneValueHasNoSpread() throws {
    #expect(Summary(ValueCounter([])) == nil)
    #expect(try #require(Summary(ValueCounter([7]))).standardDeviation == 0)
    #expect(ValueCounter([7]).quantile(1) == 7)
  }

  @Test func countsAndValuesGiveTheSameCounter() {
    #expect(ValueCounter(counts: [0, 2, 0, 1]) == ValueCounter([3, 1, 1]))
  }

  @Test func equalSharesHaveNoConcentration() {
    let equal = Concentration([5, 5, 5, 5])
    #expect(equal.gini == 0)
    #expect(equal.lorenz.count == 101)
    #expect(equal.lorenz[50] == 0.5)
  }

  @Test func whereOneHasAllTheGiniIsNearOne() {
    let one = Concentration([0, 0, 0, 0, 0, 0, 0, 0, 0, 10])
    #expect(abs(one.gini - 0.9) < 1e-12)
    #expect(one.topTenth == 1)
    #expect(one.lorenz[99] == 0 && one.lorenz[100] == 1)
  }

  @Test func linearBinsHaveARoundWidthAndHoldEverything() {
    let bins = [Bin](linear: ValueCounter([0, 3, 99, 100]))
    #expect(bins.first == Bin(from: 0, to: 5, count: 2))
    #expect(bins.last == Bin(from: 100, to: 105, count: 1))
    #expect(bins.reduce(0) { $0 + $1.count } == 4)
    #expect([Bin](linear: ValueCounter([-7, -1])).first?.from == -7)
  }

  @Test func doublingBinsAreOctaves() {
    let bins = [Bin](doubling: ValueCounter([1, 2, 3, 4, 7, 8]))
    #expect(bins.map(\.count) == [1, 2, 2, 1])
    #expect(bins.map(\.from) == [1, 2, 4, 8])
  }
}
