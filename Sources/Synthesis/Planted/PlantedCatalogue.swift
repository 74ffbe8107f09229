import Foundation
import Parallelism

/// Invented books: who wrote them, what they are like, how often they are read.
///
/// A book's factors are the sum of what its genre, its author and it alone are like, so genre, author
/// and series say something about a rating.
struct PlantedCatalogue: Sendable {
  /// How much better than others a book is liked, by all, on the hidden scale.
  private(set) var quality: [Float] = []
  private(set) var factors: [Factors] = []
  private(set) var genre: [Genre] = []
  /// The author's number, and the book's among the author's from 0.
  private(set) var author: [Int32] = []
  private(set) var volume: [Int32] = []
  /// What each genre is like, and its share of all ratings.
  private(set) var genreFactors: [Factors] = []
  private(set) var genreShare: [Double] = []
  /// How often each book is rated, by design.
  private(set) var popularity: [Double] = []
  let seed: UInt64

  /// Spread of ``quality`` between books.
  static let qualitySpread = 0.40
  /// How much of a book's factors is its genre's, its author's and its own.
  static let genreWeight: Float = 0.62
  static let authorWeight: Float = 0.50
  static let ownWeight: Float = 0.60

  /// Books for `configuration`.
  ///
  /// - Complexity: O(*n* log *n*), *n* the number of books.
  init(_ configuration: SynthesisConfiguration) {
    seed = configuration.seed
    var generator = SeededGenerator(seed: seed, stream: Stream.catalogue)
    let scale = Float(Factors.scalarCount).squareRoot()
    genreFactors = Genre.allCases.map { _ in generator.gaussianFactors().normalized * scale }
    let books = Self.shuffledByFame(Self.invented(configuration.books, &generator))
    popularity = Self.popularity(configuration)
    author = books.map(\.author)
    volume = books.map(\.volume)
    genre = books.map(\.genre)
    plantTaste(books, &generator)
    countGenres()
  }

  private struct Draft {
    let genre: Genre
    let author: Int32
    let volume: Int32
    let taste: Factors
    let fame: Double
  }

  /// Books author by author: one to a dozen each, of one genre, fame and manner.
  private static func invented(_ count: Int, _ generator: inout SeededGenerator) -> [Draft] {
    var books: [Draft] = []
    var author: Int32 = 0
    while books.count < count {
      let genre = Genre.allCases[generator.index(below: Genre.allCases.count)]
      let (fame, manner) = (generator.gaussian(), generator.gaussianFactors())
      let works = min(12, 1 + Int(-2.2 * log(1 - generator.uniform())))
      for volume in 0..<min(works, count - books.count) {
        books.append(
          Draft(
            genre: genre, author: author, volume: Int32(volume), taste: manner,
            fame: fame + 0.9 * generator.gaussian() - 0.1 * Double(volume)))
      }
      author += 1
    }
    return books
  }

  /// The most famous first: the number of a book is its rank.
  private static func shuffledByFame(_ books: [Draft]) -> [Draft] {
    books.sorted { ($1.fame, $0.author, $0.volume) < ($0.fame, $1.author, $1.volume) }
  }

  /// Expected ratings of each book, shaped as in goodbooks-10k; none by more than 95 % of the readers.
  private static func popularity(_ configuration: SynthesisConfiguration) -> [Double] {
    let books = Double(configuration.books)
    let shape = (0..<configuration.books).map {
      exp(Curve.popularity.value(at: log((Double($0) + 0.5) / books)))
    }
    let scale = Double(configuration.ratings) / shape.reduce(0, +)
    return shape.map { min($0 * scale, 0.95 * Double(configuration.readers)) }
  }

  private mutating func plantTaste(_ books: [Draft], _ generator: inout SeededGenerator) {
    for book in books {
      let own = generator.gaussianFactors()
      factors.append(
        Self.genreWeight * genreFactors[book.genre.rawValue] + Self.authorWeight * book.taste
          + Self.ownWeight * own)
      quality.append(Float(Self.qualitySpread * generator.gaussian()))
    }
  }

  private mutating func countGenres() {
    genreShare = Array(repeating: 0, count: Genre.allCases.count)
    for (book, genre) in genre.enumerated() { genreShare[genre.rawValue] += popularity[book] }
    let sum = genreShare.reduce(0, +)
    genreShare = genreShare.map { $0 / sum }
  }
}

extension Factors {
  /// The sum of products with `other`.
  func dot(_ other: Factors) -> Float { (self * other).sum() }

  /// The same direction with length 1.
  var normalized: Factors { self / dot(self).squareRoot() }
}
