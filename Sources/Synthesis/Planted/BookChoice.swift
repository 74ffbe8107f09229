import Foundation
import Parallelism

/// Which books a reader takes up: popular ones, and more of the reader's favourite genres.
struct BookChoice: Sendable {
  private let all: AliasTable
  private let byGenre: [AliasTable?]
  private let books: [[Int32]]
  private let genre: [Genre]
  private let weights: [Double]
  private let genreShare: [Double]

  /// The part of a reader's choices that is made within the favourite genres.
  static let loyalty = 0.40
  /// Above this part of all books, drawing and throwing back gets slow, and books are ranked instead.
  static let densePart = 4

  init(_ catalogue: PlantedCatalogue, readers: Int) {
    let weights = catalogue.popularity.indices.map { book in
      Self.weight(
        reaching: catalogue.popularity[book] / Double(readers),
        genreShare: catalogue.genreShare[catalogue.genre[book].rawValue])
    }
    let books = Genre.allCases.map { genre in
      catalogue.genre.indices.filter { catalogue.genre[$0] == genre }.map { Int32($0) }
    }
    all = AliasTable(weights)
    byGenre = books.map { $0.isEmpty ? nil : AliasTable($0.map { weights[Int($0)] }) }
    self.books = books
    self.weights = weights
    (genre, genreShare) = (catalogue.genre, catalogue.genreShare)
  }

  /// A book for a reader with these favourites, drawn without regard to what was read before.
  func draw(favourites: [Genre], using generator: inout SeededGenerator) -> Int {
    if generator.uniform() < Self.loyalty {
      let genre = favourites[generator.index(below: favourites.count)].rawValue
      if let table = byGenre[genre] { return Int(books[genre][table.draw(using: &generator)]) }
    }
    return all.draw(using: &generator)
  }

  /// `count` different books in the order in which they would be drawn.
  ///
  /// Sampling without replacement by exponential clocks: Efraimidis and Spirakis, "Weighted Random
  /// Sampling with a Reservoir", IPL 97 (2006).
  func ranked(
    _ count: Int, favourites: [Genre], using generator: inout SeededGenerator
  ) -> [Int] {
    let clocks = weights.indices.map { book in
      let favourite = favourites.contains(genre[book])
      let boost = Self.boost(
        favourite, genres: favourites.count, share: genreShare[genre[book].rawValue])
      return (time: -log(1 - generator.uniform()) / (weights[book] * boost), book: book)
    }
    return clocks.sorted { ($0.time, $0.book) < ($1.time, $1.book) }.prefix(count).map(\.book)
  }

  /// How much more often than by `all` alone a book of a genre is drawn.
  private static func boost(_ favourite: Bool, genres: Int, share: Double) -> Double {
    1 - loyalty + (favourite ? loyalty / (Double(genres) * share) : 0)
  }

  /// The weight with which a book reaches `part` of the readers.
  ///
  /// A reader without repetition takes it up with chance 1 − exp(−boost · weight): few books would
  /// keep their share of the ratings if popularity itself were the weight. Solved by bisection.
  private static func weight(reaching part: Double, genreShare: Double) -> Double {
    let genres = PlantedReader.meanFavourites
    let fans = min(genres * genreShare, 1)
    let boosts = (boost(true, genres: 2, share: genreShare), boost(false, genres: 2, share: 1))
    var (low, high) = (0.0, 64.0)
    for _ in 0..<50 {
      let middle = (low + high) / 2
      let reached =
        fans * (1 - exp(-boosts.0 * middle)) + (1 - fans) * (1 - exp(-boosts.1 * middle))
      if reached < part { low = middle } else { high = middle }
    }
    return high
  }
}
