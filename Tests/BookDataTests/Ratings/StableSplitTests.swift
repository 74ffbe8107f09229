import Kernels
import Parallelism
import Testing

@testable import BookData

/// Splits whose held-out ratings stay so when data grow.
@Suite struct StableSplitTests {
  private enum Kind: CaseIterable { case random, chronological }

  /// Ratings in the order of time; ids are strings or sparse integers.
  private func ratings(_ count: Int, seed: UInt64, strings: Bool = false) -> [(Int, Int)] {
    var generator = SeededGenerator(seed: seed)
    var seen: Set<Int> = []
    var pairs: [(Int, Int)] = []
    while pairs.count < count {
      let (reader, book) = (
        Int.random(in: 0..<40, using: &generator), Int.random(in: 0..<300, using: &generator)
      )
      if seen.insert(reader * 1000 + book).inserted { pairs.append((reader * 17, book * 3)) }
    }
    return pairs
  }

  private func made(_ pairs: ArraySlice<(Int, Int)>) -> Ratings {
    let readers = Vocabulary(integers: pairs.map { Int64($0.0) })
    let books = Vocabulary(integers: pairs.map { Int64($0.1) })
    let rows = pairs.enumerated().compactMap { place, pair -> Rating? in
      guard let reader = readers.index(of: Int64(pair.0)),
        let book = books.index(of: Int64(pair.1))
      else { return nil }
      return Rating(reader: reader, book: book, value: Float(place))
    }
    return Ratings(rows: rows, readers: readers, books: books)
  }

  /// The places of the three parts' rows.
  private func parts(
    _ pairs: ArraySlice<(Int, Int)>, _ kind: Kind, seed: UInt64 = 3, validation: Double = 0.1,
    test: Double = 0.2
  ) -> (train: Set<Int>, validation: Set<Int>, test: Set<Int>) {
    var ratings = made(pairs)
    let split =
      switch kind {
      case .random:
        Split.stableRandom(
          &ratings, validationFraction: validation, testFraction: test, seed: seed)
      case .chronological:
        Split.stableChronological(
          &ratings, validationFraction: validation, testFraction: test, seed: seed)
      }
    func places(_ part: Range<Int>) -> Set<Int> {
      let values = ratings.rows[part].map(\.value)
      #expect(values == values.sorted(), "file order stays")
      return Set(values.map { Int($0) })
    }
    return (places(split.train), places(split.validation), places(split.test))
  }

  @Test(arguments: Kind.allCases)
  private func whatIsHeldOutWasNeverInTraining(kind: Kind) {
    for seed in 0..<3 as Range<UInt64> {
      let pairs = ratings(4000, seed: seed)
      var learned: Set<Int> = []
      var validated: Set<Int> = []
      for count in stride(from: 100, through: 4000, by: 61) {
        let parts = parts(pairs[..<count], kind)
        #expect(parts.train.union(parts.validation).union(parts.test).count == count)
        #expect(parts.test.isDisjoint(with: learned) && parts.test.isDisjoint(with: validated))
        #expect(parts.validation.isDisjoint(with: learned))
        learned.formUnion(parts.train)
        validated.formUnion(parts.validation)
      }
    }
  }

  @Test(arguments: Kind.allCases)
  private func sharesAreAsAskedFor(kind: Kind) {
    let pairs = ratings(8000, seed: 5)
    let parts = parts(pairs[...], kind)
    // Five standard deviations of a random choice; a chronological one is closer.
    #expect(abs(parts.test.count - 1600) < 180, "\(parts.test.count)")
    #expect(abs(parts.validation.count - 800) < 135, "\(parts.validation.count)")
  }

  @Test func aRandomPartDependsOnThePairAndTheSeedAlone() {
    let pairs = ratings(2000, seed: 6)
    let all = parts(pairs[...], .random)
    let some = parts(pairs[..<900], .random)
    #expect(some.test == all.test.filter { $0 < 900 })
    #expect(parts(pairs[...], .random, seed: 4).test != all.test)
  }

  @Test func aChronologicalPartIsEachReadersLast() {
    let pairs = ratings(3000, seed: 7)
    let parts = parts(pairs[...], .chronological)
    for reader in Set(pairs.map(\.0)) {
      let places = pairs.indices.filter { pairs[$0].0 == reader }
      let tests = places.filter { parts.test.contains($0) }
      let held = places.filter { !parts.train.contains($0) }
      #expect(tests == Array(places.suffix(tests.count)))
      #expect(held == Array(places.suffix(held.count)))
      #expect(abs(Double(tests.count) - 0.2 * Double(places.count)) <= 1)
    }
  }

  @Test func readersWithOneRatingAreHeldOutAsOftenAsIsDue() {
    let pairs = (0..<5000).map { ($0, $0 % 7) }
    let parts = parts(pairs[...], .chronological)
    #expect(abs(parts.test.count - 1000) < 150, "\(parts.test.count)")
  }

  @Test func everythingOrNothingCanBeHeldOut() {
    let pairs = ratings(200, seed: 8)
    for kind in Kind.allCases {
      #expect(parts(pairs[...], kind, validation: 0, test: 0).train.count == 200)
      #expect(parts(pairs[...], kind, validation: 0, test: 1).test.count == 200)
      #expect(parts([], kind).test.isEmpty)
    }
  }

  @Test func stringsAreHashedByTheirBytes() {
    var ratings = Ratings(
      rows: (0..<1000).map { Rating(reader: UInt32($0), book: 0, value: 1) },
      readers: Vocabulary(strings: (0..<1000).map { "reader-\($0)" }),
      books: Vocabulary(strings: ["Emma"]))
    let split = Split.stableRandom(
      &ratings, validationFraction: 0, testFraction: 0.3, seed: 0)
    #expect(abs(split.test.count - 300) < 75, "\(split.test.count)")
  }
}
