import BookData
import Foundation
import Kernels
import Parallelism
import Testing

@testable import Features

/// All pairs of readers and books, unknown ones included.
private var everyPair: [(reader: UInt32, book: UInt32)] {
  (0...UInt32(Library.readerCount)).flatMap { reader in
    (0...UInt32(Library.bookCount)).map { (reader, $0) }
  }
}

private func numbers(_ inputs: SideFeatures) -> [Float] {
  inputs.features.values + inputs.offsets.values
}

private func numbers(_ factors: BookFactors) -> [Float] {
  [factors.vectors.values, factors.noise, factors.additions.values, factors.base].flatMap { $0 }
}

/// The inputs of one reader's pairs.
private func row(_ index: Int, of inputs: SideFeatures) -> [Float] {
  inputs.features[index]
    + [inputs.offsets[index, 0]]
}

@Suite struct FeatureEncoderTests {
  private let library: Library

  init() throws { library = try Library() }

  // MARK: Same bits

  @Test(arguments: [HistoryOrder.none, .chronological])
  func theSameBitsForAnyNumberOfThreads(order: HistoryOrder) {
    let one = library.encoding(order: order, threads: 1)
    let pairs = numbers(one.encoder.inputs(for: everyPair, threads: 1))
    for threads in [2, 3] {
      let other = library.encoding(order: order, threads: threads)
      #expect(numbers(other.inputs) == numbers(one.inputs))
      #expect(other.encoder.model.weights == one.encoder.model.weights)
      #expect(numbers(other.encoder.model.factors) == numbers(one.encoder.model.factors))
      #expect(other.encoder.model.statistics == one.encoder.model.statistics)
      #expect(other.encoder.scaling == one.encoder.scaling)
      #expect(numbers(other.encoder.inputs(for: everyPair, threads: threads)) == pairs)
    }
  }

  @Test func everyInputIsFinite() {
    let encoding = library.encoding()
    #expect(numbers(encoding.inputs).allSatisfy { $0.isFinite })
    #expect(numbers(encoding.encoder.inputs(for: everyPair, threads: 1)).allSatisfy { $0.isFinite })
  }

  @Test func inputsComeInTheOrderOfThePairs() {
    let encoder = library.encoding().encoder
    var generator = SeededGenerator(seed: 1)
    let pairs = everyPair.shuffled(using: &generator).prefix(300)
    let together = encoder.inputs(for: Array(pairs), threads: 2)
    // What rounding does to features grows where they are scaled.
    let tolerances = encoder.scaling.deviations.map { 1e-5 / $0 } + [1e-5]
    for (index, pair) in pairs.enumerated().prefix(40) {
      let alone = encoder.inputs(for: [pair], threads: 1)
      let distances = zip(row(index, of: together), row(0, of: alone)).map { abs($0 - $1) }
      #expect(zip(distances, tolerances).allSatisfy { $0 < $1 })
    }
  }

  // MARK: Time

  /// What a rating is told in training is what its reader would have been told at the time.
  @Test func inTimeARatingIsEncodedAsItsReadersEarlierOnesWouldEncodeIt() {
    let encoder = library.encoding(order: .chronological).encoder
    let features = ReaderFeatures(encoder.model)
    let names = encoder.model.featureNames
    // The book's own statistics leave the reader out in one case and not in the other.
    let compared = names.indices.filter { !names[$0].hasPrefix("b") }
    #expect(names.contains("kernel mean: recency"))
    for reader in [0, 7, 23] {
      let history = encoder.histories[reader]
      let own = features.ownColumns(
        of: history, factors: encoder.model.factors, details: encoder.readers.newcomer())
      for place in [0, 1, history.count / 2, history.count - 1] {
        let past = History(
          books: Array(history.books[..<place]), values: Array(history.values[..<place]))
        let then = features.columns(
          of: [history.books[place]], history: past, details: encoder.readers.newcomer())
        for column in compared {
          #expect(
            abs(own[column][place] - then[column][0]) < 0.25, "\(names[column]) at \(place)")
        }
      }
    }
  }

  @Test func withoutAnOrderNothingIsSaidOfTime() {
    let model = library.encoding().encoder.model
    #expect(!model.featureNames.contains { $0.contains("recency") })
    #expect(model.weights.recency == 0)
  }

  // MARK: Parts of the catalogue

  @Test(arguments: BookPart.allCases)
  func aPartThatIsSwitchedOffHasNoFeatures(part: BookPart) {
    let all = library.encoding().encoder.model.featureNames
    let parts = Set(BookPart.allCases).subtracting([part])
    let encoding = library.encoding(parts: parts)
    let words: [String] =
      switch part {
      case .authors: ["author"]
      case .series: ["series"]
      case .language: ["language"]
      case .numbers:
        ["stars", "book: log of ratings", "average rating", "log of age", "editions", "reviews"]
      case .tags: ["tags"]
      case .toRead: ["toRead"]
      }
    func isOfPart(_ name: String) -> Bool { words.contains { name.contains($0) } }
    #expect(all.contains(where: isOfPart))
    #expect(encoding.encoder.model.featureNames == all.filter { !isOfPart($0) })
    #expect(encoding.inputs.features.columns == encoding.encoder.model.featureNames.count)
  }

  @Test func everyFeatureHasANameOfItsOwn() {
    let names = library.encoding().encoder.model.featureNames
    #expect(Set(names).count == names.count)
  }

  @Test func withoutSideFilesThereAreRatingsAlone() throws {
    let bare = try Library(
      leavingOut: ["books.csv", "tags.csv", "book_tags.csv", "to_read.csv"])
    let encoding = bare.encoding()
    #expect(encoding.encoder.model.terms == [.level, .factors])
    #expect(encoding.encoder.model.weights.author == 0 && encoding.encoder.model.weights.level > 0)
    #expect(numbers(encoding.inputs).allSatisfy { $0.isFinite })
    #expect(encoding.encoder.readers.toRead == nil)
    // Nothing tells two unrated books apart, and something two rated ones.
    let offsets = encoding.encoder.inputs(for: everyPair, threads: 1).offsets.values
    #expect(Set(offsets.prefix(Library.bookCount)).count > Library.bookCount / 2)
  }

  @Test(arguments: ["books.csv", "tags.csv", "book_tags.csv", "to_read.csv"])
  func anyOneFileMayBeMissing(name: String) throws {
    let encoding = try Library(leavingOut: [name]).encoding()
    #expect(numbers(encoding.inputs).allSatisfy { $0.isFinite })
  }

  // MARK: Readers

  @Test func aReaderWithoutRatingsIsPredictedByTheFactorsAlone() {
    let encoder = library.encoding().encoder
    let (unknown, factors) = (UInt32(Library.readerCount), encoder.model.factors)
    let books = Array(0...UInt32(Library.bookCount))
    let inputs = encoder.inputs(for: books.map { (unknown, $0) }, threads: 1)
    let expected = factors.expected(factors.vectors(of: books), factors.base)
    #expect(inputs.offsets.values == expected)
    #expect(Set(expected).count > Library.bookCount / 2)
    let new = encoder.inputs(
      for: books, history: History(books: [], values: []))
    #expect(numbers(new) == numbers(inputs))
  }

  @Test func aBookThatNobodyKnowsIsPredictedByTheReadersLevel() {
    let encoder = library.encoding().encoder
    let unknown = UInt32(Library.bookCount)
    func offset(_ value: Float) -> Float {
      encoder.inputs(
        for: [unknown], history: History(books: [3, 4], values: [value, value])
      ).offsets[0, 0]
    }
    #expect(offset(5) - offset(1) > 0.5)
  }

  /// What a validation rating is told is what a test rating would be told by the training part alone.
  @Test func ratingsThatAreOnlyToldAreToldAsRatingsToCome() {
    let rows = library.ratings.rows
    let (known, others) = (Array(rows.dropLast(40)), Array(rows.suffix(40)))
    let told = library.encoding(known, telling: others)
    let alone = library.encoding(known)
    let later = alone.encoder.inputs(for: others.map { ($0.reader, $0.book) }, threads: 1)
    for place in others.indices {
      #expect(row(known.count + place, of: told.inputs) == row(place, of: later))
    }
    // From then on they are known as all others are.
    #expect(told.encoder.histories.books.count == rows.count)
    #expect(told.encoder.model.weights == alone.encoder.model.weights)
  }

  @Test func theValuesOfRatingsThatAreOnlyToldChangeNoInput() {
    let rows = library.ratings.rows
    let (known, others) = (Array(rows.dropLast(40)), Array(rows.suffix(40)))
    var noise = others
    for place in noise.indices { noise[place].value = Float(place % 7) * 10 }
    let (real, other) = (
      library.encoding(known, telling: others), library.encoding(known, telling: noise)
    )
    #expect(numbers(real.inputs) == numbers(other.inputs))
  }

  @Test func readersWithoutRatingsTakeNoPart() {
    let rows = library.ratings.rows.filter { $0.reader > 1 }
    let encoding = library.encoding(rows)
    #expect(encoding.encoder.histories[0].count == 0)
    #expect(encoding.inputs.features.rows == rows.count)
    #expect(numbers(encoding.inputs).allSatisfy { $0.isFinite })
  }

  /// Ratings further apart than a single number holds, and ratings without any noise: kernels can be solved.
  @Test(arguments: [[Float(3e38), -3e38, 1], [1, 2, 3, 4, 5], [4]])
  func oddRatingsAreEncodedWithFiniteKernels(values: [Float]) {
    var rows = library.ratings.rows
    for place in rows.indices { rows[place].value = values[Int(rows[place].book) % values.count] }
    let encoder = library.encoding(Array(rows.dropLast(20)), telling: Array(rows.suffix(20)))
      .encoder
    let factors = encoder.model.factors
    #expect((factors.vectors.values + factors.noise + factors.doubts).allSatisfy { $0.isFinite })
    #expect(encoder.inputs(for: everyPair, threads: 1).features.rows == everyPair.count)
  }

  @Test func nothingAtAllCanBeEncoded() {
    let encoding = library.encoding([])
    #expect(encoding.inputs.features.rows == 0)
    #expect(numbers(encoding.encoder.inputs(for: everyPair, threads: 2)).allSatisfy { $0.isFinite })
  }

  @Test func aColdStartHistoryCountsLikeAReadersOwn() {
    // A reader of the training and somebody new with the same ratings differ by the reader's own part in the
    // books' factors alone.
    let encoder = library.encoding().encoder
    let books = Array(0..<UInt32(Library.bookCount))
    for reader in [UInt32(2), 20] {
      let known = encoder.inputs(for: books.map { (reader, $0) }, threads: 1).offsets.values
      let new = encoder.inputs(
        for: books, history: encoder.histories[Int(reader)]
      ).offsets.values
      #expect(zip(known, new).allSatisfy { abs($0 - $1) < 0.3 })
    }
  }
}
