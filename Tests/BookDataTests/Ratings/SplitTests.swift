import Kernels
import Parallelism
import Testing

@testable import BookData

@Suite struct SplitTests {
  /// Rows that know their place: the value counts them.
  private func rows(_ count: Int, readers: UInt32, seed: UInt64) -> [Rating] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { index in
      Rating(
        reader: .random(in: 0..<readers, using: &generator), book: 0, value: Float(index))
    }
  }

  private func expectParts(_ split: Split, of rows: [Rating], from original: [Rating]) {
    #expect(split.train.lowerBound == 0)
    #expect(split.train.upperBound == split.validation.lowerBound)
    #expect(split.validation.upperBound == split.test.lowerBound)
    #expect(split.test.upperBound == original.count)
    #expect(rows.sorted { $0.value < $1.value } == original, "every row once")
    for part in [split.train, split.validation, split.test] {
      #expect(zip(rows[part], rows[part].dropFirst()).allSatisfy { $0.value < $1.value })
    }
  }

  @Test(arguments: [
    (0, 0.1, 0.1), (1, 0, 0), (1, 0, 1), (10, 0.1, 0.2), (997, 0.05, 0.2), (1000, 0.5, 0.5),
    (3, 0.5, 0.5), (1000, 0, 0.29), (100, 1, 0),
  ])
  func aRandomSplitHasExactSizesAndKeepsOrder(count: Int, validation: Double, test: Double) {
    for seed in 0..<5 as Range<UInt64> {
      let original = rows(count, readers: 7, seed: seed)
      var shuffled = original
      var generator = SeededGenerator(seed: seed)
      let split = Split.random(
        &shuffled, validationFraction: validation, testFraction: test, using: &generator)
      expectParts(split, of: shuffled, from: original)
      let size = Int((Double(count) * validation).rounded())
      #expect(split.validation.count == size)
      #expect(split.test.count == min(Int((Double(count) * test).rounded()), count - size))
    }
  }

  @Test func theSeedDecides() {
    func split(seed: UInt64) -> [Rating] {
      var rows = rows(1000, readers: 7, seed: 1)
      var generator = SeededGenerator(seed: seed)
      _ = Split.random(&rows, validationFraction: 0.1, testFraction: 0.1, using: &generator)
      return rows
    }
    #expect(split(seed: 1) == split(seed: 1))
    #expect(split(seed: 1) != split(seed: 2))
  }

  @Test func everyRowIsEquallyLikelyToBeHeldOut() {
    var generator = SeededGenerator(seed: 5)
    var tested = [Int](repeating: 0, count: 10)
    for _ in 0..<20_000 {
      var rows = rows(10, readers: 1, seed: 0)
      let split = Split.random(
        &rows, validationFraction: 0.3, testFraction: 0.2, using: &generator)
      for row in rows[split.test] { tested[Int(row.value)] += 1 }
    }
    // 4,000 expected; the standard deviation is 57.
    #expect(tested.allSatisfy { abs($0 - 4000) < 250 }, "\(tested)")
  }

  @Test(arguments: [
    (0, 0.1, 0.1), (1, 0.5, 0.5), (10, 0.1, 0.2), (997, 0.05, 0.2), (1000, 0.5, 0.5),
    (1000, 0, 1),
  ])
  func aChronologicalSplitTakesEachReadersLast(count: Int, validation: Double, test: Double) {
    let original = rows(count, readers: 13, seed: 3)
    var moved = original
    let split = Split.chronological(
      &moved, readerCount: 13, validationFraction: validation, testFraction: test)
    expectParts(split, of: moved, from: original)
    for reader in 0..<13 as Range<UInt32> {
      let parts = [split.train, split.validation, split.test].map { part in
        moved[part].filter { $0.reader == reader }
      }
      #expect(Array(parts.joined()) == original.filter { $0.reader == reader })
      let total = Double(parts.joined().count)
      #expect(abs(Double(parts[2].count) - total * test) < 1)
      #expect(abs(Double(parts[1].count) - total * validation) <= 1)
    }
    #expect(split.test.count == Int((Double(count) * test).rounded()))
    #expect(
      split.validation.count
        == min(Int((Double(count) * validation).rounded()), count - split.test.count))
  }

  /// 600 readers with 8 to 24 ratings: nobody has 25, of which a validation part of 4 % is one.
  @Test func readersWithFewRatingsTakePartInAChronologicalSplit() {
    var generator = SeededGenerator(seed: 4)
    let counts = (0..<600).map { _ in Int.random(in: 8...24, using: &generator) }
    var rows = counts.enumerated().flatMap { reader, count in
      (0..<count).map { Rating(reader: UInt32(reader), book: UInt32($0), value: 0) }
    }
    let total = rows.count
    let split = Split.chronological(
      &rows, readerCount: 600, validationFraction: 0.04, testFraction: 0.2)
    #expect(split.test.count == Int((Double(total) * 0.2).rounded()))
    #expect(split.validation.count == Int((Double(total) * 0.04).rounded()))
    for part in [split.validation, split.test] {
      let share = Double(part.count) / Double(total)
      let held = rows[part].reduce(into: [Int](repeating: 0, count: 600)) {
        $0[Int($1.reader)] += 1
      }
      for few in [8...12, 13...18, 19...24] {
        let readers = counts.indices.filter { few.contains(counts[$0]) }
        let (due, had) = readers.reduce(into: (0.0, 0)) {
          $0.0 += Double(counts[$1]) * share
          $0.1 += held[$1]
        }
        // One standard deviation of rounding is about 6.
        #expect(abs(due - Double(had)) < 25, "\(few): \(had), \(due) due")
      }
    }
  }

  @Test func readersWithOneRatingAreHeldOutAsOftenAsIsDueInAChronologicalSplit() {
    var rows = (0..<1000).map { Rating(reader: $0, book: 0, value: 0) }
    let split = Split.chronological(
      &rows, readerCount: 1000, validationFraction: 0.04, testFraction: 0.2)
    #expect(split.test.count == 200 && split.validation.count == 40)
  }
}
