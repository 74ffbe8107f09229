import Foundation
import Parallelism

/// Made readers of real books.
struct ShelfReadership: Readership {
  let model: OrdinalModel
  private let shelf: PlantedShelf
  let counts: [Int32]
  private let seed: UInt64

  /// How many readers rate how often: 50 books each, on average.
  static let size = (readers: 1_000, ratings: 50_000)
  /// Standard deviation of what nobody can predict, on the hidden scale.
  static let noise = 0.85
  /// Readers the thresholds are fitted to.
  static let pilot = 300
  /// The longest list of books to read.
  static let longestToRead = 14

  init(_ catalogue: ShelfCatalogue, seed: UInt64) {
    self.seed = seed
    var generator = SeededGenerator(seed: seed, stream: Stream.activity)
    counts = Activity.counts(
      readers: Self.size.readers, books: catalogue.count, ratings: Self.size.ratings,
      using: &generator)
    let shelf = PlantedShelf(catalogue.books, seed: seed)
    self.shelf = shelf
    var pilot = SeededGenerator(seed: seed, stream: Stream.pilot)
    let locations = (0..<Self.pilot).flatMap { _ in
      let reader = shelf.reader(using: &pilot)
      return shelf.takeUp(50, by: reader, using: &pilot).map { shelf.location(of: $0, for: reader) }
    }
    model = .fitted(to: OrdinalModel.goodbooksShares, locations: locations, noise: Self.noise)
  }

  func visit(_ number: Int, tally: inout RatingTally) -> ReaderShelf {
    var generator = SeededGenerator(seed: seed, stream: Stream.reader + UInt64(number))
    let reader = shelf.reader(using: &generator)
    let count = Int(counts[number])
    let wishes = generator.index(below: Self.longestToRead + 1)
    let books = shelf.takeUp(count + wishes, by: reader, using: &generator)
    let ratings = books.prefix(count).map {
      let location = shelf.location(of: $0, for: reader)
      return rating(of: $0, at: location, tally: &tally, using: &generator)
    }
    let toRead = books.dropFirst(count).filter { shelf.likes($0, reader) }
    return ReaderShelf(ratings: ratings, toRead: toRead)
  }
}

/// What is planted in the sample shelf: how good each book is, who wrote it, what belongs together.
struct PlantedShelf: Sendable {
  private let genre: [Genre]
  private let fame: [Double]
  private let author: [Int]
  /// The other volumes of each book's series.
  private let series: [[Int]]
  private let quality: [Double]
  private let authorCount: Int

  static let qualitySpread = 0.20
  /// How much a genre's liking counts in the hidden rating.
  static let genreEffect = 0.62
  /// How much a genre's liking counts in the choice of books.
  static let genrePull = 0.55
  /// A volume is this much likelier to be read by who has read another of its series.
  static let seriesPull = 3.0

  init(_ books: [ShelfBook], seed: UInt64) {
    var generator = SeededGenerator(seed: seed, stream: Stream.catalogue)
    let authors = numbersByFirstUse(of: books.map(\.authors))
    genre = books.map(\.genre)
    fame = books.map { exp2(Double($0.fame - 1)) }
    author = books.map { authors[$0.authors] ?? 0 }
    let names = books.map(\.series)
    series = names.indices.map { book in
      names.indices.filter { names[book] != nil && names[$0] == names[book] && $0 != book }
    }
    // Fame helps a little: what was read for long is good.
    quality = books.map { 0.06 * Double($0.fame - 3) + Self.qualitySpread * generator.gaussian() }
    authorCount = authors.count
  }

  func reader(using generator: inout SeededGenerator) -> ShelfReader {
    ShelfReader(authorCount: authorCount, using: &generator)
  }

  /// Where on the hidden scale a reader's rating of a book lies, before noise.
  func location(of book: Int, for reader: ShelfReader) -> Double {
    reader.generosity + quality[book] + reader.authors[author[book]]
      + Self.genreEffect * reader.liking[genre[book].rawValue]
  }

  /// Whether a reader expects to enjoy a book.
  func likes(_ book: Int, _ reader: ShelfReader) -> Bool {
    location(of: book, for: reader) > reader.generosity + 0.15
  }

  /// `count` different books, famous and congenial ones sooner, series together.
  func takeUp(
    _ count: Int, by reader: ShelfReader, using generator: inout SeededGenerator
  ) -> [Int] {
    var weights = genre.indices.map {
      let liking = Self.genrePull * reader.liking[genre[$0].rawValue]
      return fame[$0] * exp(liking + reader.authors[author[$0]])
    }
    var sum = weights.reduce(0, +)
    return (0..<count).map { _ in
      let book = Self.draw(weights, sum: sum, using: &generator)
      sum -= weights[book]
      weights[book] = 0
      for other in series[book] {
        sum += (Self.seriesPull - 1) * weights[other]
        weights[other] *= Self.seriesPull
      }
      return book
    }
  }

  /// An index in proportion to `weights`, which have this `sum`.
  private static func draw(
    _ weights: [Double], sum: Double, using generator: inout SeededGenerator
  ) -> Int {
    var left = generator.uniform() * sum
    // Rounding may leave a little at the end: then the last book that is still there.
    var last = 0
    for (index, weight) in weights.enumerated() where weight > 0 {
      last = index
      left -= weight
      if left < 0 { break }
    }
    return last
  }
}
