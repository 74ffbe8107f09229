import Testing

@testable import Benchmarking

@Suite struct ComparisonTests {
  private func verdict(
    _ earlier: ClosedRange<Double>, _ later: ClosedRange<Double>, unit: Figure.Unit = .ratings
  ) throws -> RecordComparison.Verdict? {
    func measurement(_ range: ClosedRange<Double>) -> Measurement {
      Measurement(
        median: (range.lowerBound + range.upperBound) / 2, low: range.lowerBound,
        high: range.upperBound, count: 9)
    }
    var (first, second) = (try BenchmarkRecord.sample(), try BenchmarkRecord.sample())
    first.figures = [Figure(.product, threads: 1, unit: unit, value: measurement(earlier))]
    second.figures = [Figure(.product, threads: 1, unit: unit, value: measurement(later))]
    return RecordComparison(from: first, to: second).changes.first?.verdict
  }

  @Test func moreIsBetterWhereIntervalsLieApart() throws {
    #expect(try verdict(90...100, 110...120) == .better)
    #expect(try verdict(110...120, 90...100) == .worse)
  }

  @Test func ofTimesLessIsBetter() throws {
    #expect(try verdict(90...100, 110...120, unit: .microseconds) == .worse)
    #expect(try verdict(110...120, 90...100, unit: .microseconds) == .better)
  }

  @Test func overlapIsNoChange() throws {
    #expect(try verdict(90...111, 110...131) == .same)
    #expect(try verdict(110...131, 90...111) == .same)
  }

  @Test func aSmallChangeIsNoneHoweverSure() throws {
    #expect(try verdict(99.9...100.1, 101.9...102.1) == .same)
    #expect(try verdict(99.9...100.1, 103.9...104.1) == .better)
  }

  @Test func figuresOfOneRecordAloneAreNamed() throws {
    let record = try BenchmarkRecord.sample()
    var other = record
    other.figures = [
      Figure(
        .training(batchSize: 77), threads: 1, unit: .ratings, value: Measurement(of: [1]))
    ]
    other.machine.blasKernel = "Zen"
    let comparison = RecordComparison(from: record, to: other)
    #expect(comparison.changes.isEmpty)
    #expect(!comparison.isSameMachine)
    #expect(comparison.unmatched.contains("training, batch 77, 1 thread"))
    #expect(comparison.unmatched.count == record.figures.count + 1)
  }
}
