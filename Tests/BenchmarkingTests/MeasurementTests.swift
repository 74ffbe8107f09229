import Kernels
import Parallelism
import Testing

@testable import Benchmarking

@Suite struct MeasurementTests {
  @Test func theMedianLiesInTheMiddle() {
    #expect(Measurement(of: [3]).median == 3)
    #expect(Measurement(of: [3, 1]).median == 2)
    #expect(Measurement(of: [5, 1, 3]).median == 3)
    #expect(Measurement(of: [4, 1, 3, 2]).median == 2.5)
  }

  /// The ranks of the tables of the sign test, counted from 1: the first and the last of the interval.
  @Test(arguments: [
    (1, 1, 1), (5, 1, 5), (6, 1, 6), (8, 1, 8), (9, 2, 8), (12, 3, 10), (20, 6, 15), (25, 8, 18),
  ])
  func theIntervalIsThatOfTheSignTest(count: Int, first: Int, last: Int) {
    let measurement = Measurement(of: (1...count).map(Double.init).reversed())
    #expect(measurement.low == Double(first))
    #expect(measurement.high == Double(last))
    #expect(measurement.count == count)
  }

  @Test(arguments: [6, 7, 11, 20])
  func nineteenOfTwentyIntervalsHoldTheMedian(count: Int) {
    var generator = SeededGenerator(seed: UInt64(count))
    let covered = (0..<4000).count { _ in
      // Skewed, as times are: the median of u³ is 1/8.
      let samples = (0..<count).map { _ in
        let u = generator.uniform()
        return u * u * u
      }
      let measurement = Measurement(of: samples)
      return measurement.low <= 0.125 && 0.125 <= measurement.high
    }
    #expect(Double(covered) / 4000 > 0.94)
  }

  @Test func roundsMeasureEveryProbeEquallyOften() {
    var calls = [0, 0]
    let probes = [0, 1].map { index in
      Probe(name: .product, threads: index + 1, unit: .gigaflops) {
        calls[index] += 1
        return Double(calls[index])
      }
    }
    var shares: [Double] = []
    let figures = Rounds(seconds: 0, fewest: 7) { shares.append($0) }.measure(probes)
    #expect(calls == [7, 7])
    #expect(figures.map(\.value.median) == [4, 4])
    #expect(figures.map(\.threads) == [1, 2])
    #expect(shares == shares.sorted() && shares.last == 1)
  }
}
