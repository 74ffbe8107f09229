import Parallelism

/// What one reader of the sample shelf likes.
struct ShelfReader: Sendable {
  let generosity: Double
  /// By genre: 1 or more for a favourite, −1 or less for what the reader dislikes.
  let liking: [Double]
  /// By author.
  let authors: [Double]

  static let generositySpread = 0.42
  /// Spread of the liking for a genre beyond what its character explains.
  static let mood = 0.15
  static let authorSpread = 0.12

  /// Draws a reader of books by `authorCount` authors.
  ///
  /// Likings follow from a temperament on the axes of ``Genre/character``, so that a reader of sea
  /// stories likes adventures too, and forty ratings are enough to tell.
  init(authorCount: Int, using generator: inout SeededGenerator) {
    generosity = Self.generositySpread * generator.gaussian()
    var temperament = SIMD4<Double>()
    for axis in temperament.indices { temperament[axis] = generator.gaussian() }
    liking = Genre.allCases.map {
      (temperament * $0.character).sum() + Self.mood * generator.gaussian()
    }
    authors = (0..<authorCount).map { _ in Self.authorSpread * generator.gaussian() }
  }
}
