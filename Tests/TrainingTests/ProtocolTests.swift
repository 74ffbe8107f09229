import BookData
import Parallelism
import Support
import Testing

@testable import Training

/// How experiments divide ratings: folds, whole readers, a cut in time.
@Suite struct ProtocolTests {
  /// Ratings that know their place: the value counts them.
  private func ratings(_ count: Int, readers: Int = 23) -> Ratings {
    var generator = SeededGenerator(seed: 5)
    let rows = (0..<count).map { place in
      Rating(
        reader: UInt32.random(in: 0..<UInt32(readers), using: &generator), book: UInt32(place),
        value: Float(place))
    }
    return Ratings(
      rows: rows, readers: Vocabulary(integers: 0..<Int64(readers)),
      books: Vocabulary(integers: 0..<Int64(count)))
  }

  private func parts(
    _ count: Int, _ change: (inout SplitConfiguration) -> Void
  ) -> (train: [Rating], validation: [Rating], given: [Rating], test: [Rating]) {
    var configuration = SplitConfiguration()
    change(&configuration)
    var ratings = ratings(count)
    let split = configuration.divide(&ratings)
    #expect(ratings.rows.count == count)
    return (
      Array(ratings.rows[split.train]), Array(ratings.rows[split.validation]),
      Array(ratings.rows[split.given]), Array(ratings.rows[split.test])
    )
  }

  @Test(arguments: [
    (SplitConfiguration.Kind.random, 5), (.random, 2), (.random, 7), (.stableRandom, 5),
    (.readers, 5), (.readers, 23),
  ])
  func everyRatingIsTestedInOneFoldAlone(kind: SplitConfiguration.Kind, count: Int) {
    let tests = (1...count).map { number in
      let parts = parts(1003) {
        ($0.kind, $0.fold, $0.validationFraction) = (kind, Fold(number, of: count), 0.1)
      }
      let all = parts.train + parts.validation + parts.test
      #expect(Set(all.map(\.value)).count == 1003, "no rating is in two parts")
      #expect(!parts.validation.isEmpty)
      return parts.test.map(\.value)
    }
    #expect(tests.flatMap(\.self).sorted() == (0..<1003).map(Float.init))
    let sizes = tests.map(\.count)
    if kind == .random { #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1) }
    #expect(tests.allSatisfy { $0 == $0.sorted() }, "the order of the file stays")
  }

  @Test func anotherSeedMakesOtherFolds() {
    let tests = [0, 1].map { seed in
      parts(500) { ($0.fold, $0.seed) = (Fold(1, of: 5), seed) }.test.map(\.value)
    }
    #expect(tests[0] != tests[1])
  }

  @Test func wholeReadersAreHeldOut() {
    let parts = parts(2000) {
      ($0.kind, $0.testFraction, $0.validationFraction) = (.readers, 0.3, 0.2)
    }
    let readers = [parts.train, parts.validation, parts.test].map { Set($0.map(\.reader)) }
    #expect(readers[0].isDisjoint(with: readers[1]) && readers[0].isDisjoint(with: readers[2]))
    #expect(readers[1].isDisjoint(with: readers[2]))
    // 0.3 and 0.2 · 0.7 of 23 readers.
    #expect(readers.map(\.count) == [13, 3, 7])
  }

  @Test func aShareOfEachHeldOutReadersRatingsIsGiven() {
    let parts = parts(2000) {
      ($0.kind, $0.testFraction, $0.validationFraction) = (.readers, 0.3, 0.2)
      $0.givenFraction = 0.5
    }
    let all = parts.train + parts.validation + parts.given + parts.test
    #expect(Set(all.map(\.value)).count == 2000, "no rating is in two parts")
    #expect(parts.given.map(\.value) == parts.given.map(\.value).sorted(), "the file's order stays")
    let held = Dictionary(grouping: parts.validation + parts.test, by: \.reader)
    let given = Dictionary(grouping: parts.given, by: \.reader)
    #expect(held.count == 10 && Set(held.keys) == Set(given.keys))
    #expect(Set(parts.train.map(\.reader)).isDisjoint(with: given.keys))
    for (reader, rows) in given { #expect(abs(rows.count - (held[reader]?.count ?? 0)) <= 2) }
    let whole = self.parts(2000) {
      ($0.kind, $0.testFraction, $0.validationFraction) = (.readers, 0.3, 0.2)
    }
    #expect(whole.train.map(\.value) == parts.train.map(\.value), "the same readers are held out")
  }

  @Test func ratingsAreGivenOfHeldOutReadersAlone() {
    var configuration = SplitConfiguration()
    configuration.givenFraction = 0.5
    #expect(throws: ConfigurationError.self) { try configuration.validate() }
    configuration.kind = .readers
    #expect(throws: Never.self) { try configuration.validate() }
  }

  @Test func aCutInTimeTakesTheEndOfTheFile() {
    let parts = parts(1000) {
      ($0.kind, $0.testFraction, $0.validationFraction) = (.time, 0.2, 0.25)
    }
    #expect(parts.train.map(\.value) == (0..<600).map(Float.init))
    #expect(parts.validation.map(\.value) == (600..<800).map(Float.init))
    #expect(parts.test.map(\.value) == (800..<1000).map(Float.init))
  }

  @Test(arguments: [SplitConfiguration.Kind.chronological, .stableChronological, .time])
  func whatHasAnOrderHasNoFolds(kind: SplitConfiguration.Kind) {
    var configuration = SplitConfiguration()
    (configuration.kind, configuration.fold) = (kind, Fold(1, of: 5))
    #expect(throws: ConfigurationError.self) { try configuration.validate() }
  }
}
