import Testing

@testable import Reports

@Suite struct AxisTests {
  @Test func ticksAreRoundAndReachBeyondTheData() {
    let axis = Axis("", covering: 3.87...4.13)
    #expect(axis.range.lowerBound <= 3.87 && axis.range.upperBound >= 4.13)
    #expect(axis.ticks.map(\.label) == ["3.8", "3.9", "4.0", "4.1", "4.2"])
    #expect(Axis("", covering: 0...106_126).ticks.map(\.label) == ["0", "50k", "100k", "150k"])
  }

  @Test func allTicksHaveOneUnitAndAsManyDigits() {
    #expect(
      Axis("", covering: 0.771...0.789).ticks.map(\.label) == [
        "0.770", "0.775", "0.780", "0.785", "0.790",
      ]
    )
    #expect(Axis("", covering: 0...11_000).ticks.map(\.label) == ["0", "5k", "10k", "15k"])
    #expect(
      Axis("", covering: 0...2.4e6).ticks.map(\.label) == [
        "0", "0.5M", "1.0M", "1.5M", "2.0M", "2.5M",
      ])
  }

  @Test func aSingleValueStillHasAnAxis() {
    let axis = Axis("", covering: 4...4)
    #expect(axis.range.lowerBound <= 4 && axis.range.upperBound > axis.range.lowerBound)
    #expect(axis.ticks.count >= 2)
  }

  @Test func manyNamesLeaveSomePlacesBlank() {
    let axis = Axis("", names: (0..<23).map(String.init), atMost: 8)
    #expect(axis.ticks.map(\.label) == ["0", "3", "6", "9", "12", "15", "18", "21"])
    #expect(axis.ticks[1].value == 3.5)
  }

  @Test func labelsAreShort() {
    #expect(
      [0, 0.25, 1500, 20_000, 1_200_000, -30_000].map(Axis.label) == [
        "0", "0.25", "1,500", "20k", "1.2M", "-30k",
      ])
  }
}
