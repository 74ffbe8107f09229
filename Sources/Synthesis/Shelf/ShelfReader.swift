import Kernels

/// What one reader of the sample shelf likes.
struct ShelfReader: Sendable {
  let generosity: Double
  /// By genre: about 1 for a favourite, less for its kin, −1 for what the reader dislikes.
  private(set) var liking: [Double]
  /// By author.
  let authors: [Double]

  static let generositySpread = 0.42
  static let kinship = 0.35
  /// Spread of the liking for a genre that is neither loved nor disliked.
  static let mood = 0.15
  static let authorSpread = 0.30

  /// Draws a reader of books by `authorCount` authors.
  init(authorCount: Int, using generator: inout SeededGenerator) {
    generosity = Self.generositySpread * generator.gaussian()
    liking = Genre.allCases.map { _ in Self.mood * generator.gaussian() }
    authors = (0..<authorCount).map { _ in Self.authorSpread * generator.gaussian() }
    let favourites = Self.favourites(using: &generator)
    let kin = Set(favourites.flatMap(\.kin))
    for genre in kin { liking[genre.rawValue] += Self.kinship }
    for genre in favourites { liking[genre.rawValue] = 1 }
    for _ in 0...generator.index(below: 3) {
      let genre = Self.anyGenre(using: &generator)
      if !favourites.contains(genre) && !kin.contains(genre) { liking[genre.rawValue] = -1 }
    }
  }

  /// One to three genres; the second and third are often kin of the first.
  private static func favourites(using generator: inout SeededGenerator) -> [Genre] {
    let first = anyGenre(using: &generator)
    var favourites = [first]
    for _ in 0..<generator.index(below: 3) {
      let kin = first.kin[generator.index(below: first.kin.count)]
      let genre = generator.uniform() < 0.6 ? kin : anyGenre(using: &generator)
      if !favourites.contains(genre) { favourites.append(genre) }
    }
    return favourites
  }

  private static func anyGenre(using generator: inout SeededGenerator) -> Genre {
    Genre.allCases[generator.index(below: Genre.allCases.count)]
  }
}
