import Kernels
import Parallelism
import Testing

@Suite struct SeededGeneratorTests {
  @Test func theSameSeedGivesTheSameNumbers() {
    var first = SeededGenerator(seed: 7)
    var second = SeededGenerator(seed: 7)
    #expect((0..<100).map { _ in first.next() } == (0..<100).map { _ in second.next() })
  }

  @Test func anotherSeedOrStreamGivesOtherNumbers() {
    var numbers = Set<UInt64>()
    for seed in 0..<20 as Range<UInt64> {
      for stream in 0..<20 as Range<UInt64> {
        var generator = SeededGenerator(seed: seed, stream: stream)
        numbers.insert(generator.next())
      }
    }
    #expect(numbers.count == 400)
  }

  @Test func uniformNumbersHaveTheMeanAndVarianceOfTheUniformDistribution() {
    var generator = SeededGenerator(seed: 1)
    let numbers = (0..<100_000).map { _ in generator.uniform() }
    let mean = numbers.reduce(0, +) / 100_000
    let variance = numbers.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 100_000
    #expect(abs(mean - 0.5) < 0.004)
    #expect(abs(variance - 1 / 12.0) < 0.001)
    #expect(numbers.allSatisfy { (0..<1).contains($0) })
  }
}
