import Parallelism

/// What one reader is like.
struct PlantedReader: Sendable {
  /// How much better than others this reader rates, on the hidden scale.
  let generosity: Double
  /// How much each factor of a book pleases.
  let taste: Factors
  /// One to three genres, read more often and liked better.
  let favourites: [Genre]

  /// Spread of ``generosity`` between readers.
  static let generositySpread = 0.60
  /// Scale of the taste in the hidden rating.
  static let tasteScale: Float = 0.127
  /// How far ``taste`` leans towards the favourite genres.
  static let favouriteWeight: Float = 0.45
  /// The mean number of favourites.
  static let meanFavourites = 2.0

  /// Draws a reader; favourites in proportion to `genres`, the table of the genres' shares.
  init(genres: AliasTable, genreFactors: [Factors], using generator: inout SeededGenerator) {
    generosity = Self.generositySpread * generator.gaussian()
    var favourites: [Genre] = []
    for _ in 0...generator.index(below: 3) {
      let genre = Genre.allCases[genres.draw(using: &generator)]
      if !favourites.contains(genre) { favourites.append(genre) }
    }
    self.favourites = favourites
    var taste = generator.gaussianFactors()
    for genre in favourites { taste += Self.favouriteWeight * genreFactors[genre.rawValue] }
    self.taste = taste
  }

  /// Where on the hidden scale this reader's rating of a book lies, before noise.
  func location(of book: Int, in catalogue: PlantedCatalogue) -> Double {
    generosity + Double(catalogue.quality[book])
      + Double(Self.tasteScale * taste.dot(catalogue.factors[book]))
  }
}
