import Parallelism

/// Readers of invented books.
struct PlantedReadership: Readership {
  let catalogue: PlantedCatalogue
  let model: OrdinalModel
  let counts: [Int32]
  private let choice: BookChoice
  private let genres: AliasTable
  private let seed: UInt64
  /// The last reader who took up each book: tells repetitions without clearing.
  private var takenBy: [Int32]

  /// Standard deviation of what nobody can predict, on the hidden scale.
  static let noise = 1.02
  /// Books to read for each rated one, as in goodbooks-10k.
  static let toReadPart = 0.153
  /// Readers and books a reader that the thresholds are fitted to.
  static let pilot = (readers: 600, books: 30)

  /// - Complexity: O(*readers* + *books* · log *books*) time, O(*readers* + *books*) memory.
  init(_ configuration: SynthesisConfiguration) {
    seed = configuration.seed
    catalogue = PlantedCatalogue(configuration)
    choice = BookChoice(catalogue, readers: configuration.readers)
    genres = AliasTable(catalogue.genreShare)
    var generator = SeededGenerator(seed: seed, stream: Stream.activity)
    counts = Activity.counts(
      readers: configuration.readers, books: configuration.books, ratings: configuration.ratings,
      using: &generator)
    takenBy = Array(repeating: -1, count: configuration.books)
    model = .fitted(
      to: OrdinalModel.goodbooksShares,
      locations: Self.pilotLocations(catalogue, choice, genres), noise: Self.noise)
  }

  mutating func visit(_ reader: Int, tally: inout RatingTally) -> ReaderShelf {
    var generator = SeededGenerator(seed: seed, stream: Stream.reader + UInt64(reader))
    let planted = planted(using: &generator)
    var shelf = ReaderShelf()
    let books = takeUp(Int(counts[reader]), by: reader, planted.favourites, using: &generator)
    shelf.ratings = books.map {
      let location = planted.location(of: $0, in: catalogue)
      return rating(of: $0, at: location, tally: &tally, using: &generator)
    }
    shelf.toRead = wishes(of: planted, reader, rated: books.count, using: &generator)
    return shelf
  }

  /// A reader, from the start of the reader's own sequence.
  func planted(using generator: inout SeededGenerator) -> PlantedReader {
    PlantedReader(genres: genres, genreFactors: catalogue.genreFactors, using: &generator)
  }

  /// `count` different books.
  private mutating func takeUp(
    _ count: Int, by reader: Int, _ favourites: [Genre], using generator: inout SeededGenerator
  ) -> [Int] {
    guard count * BookChoice.densePart <= takenBy.count else {
      let books = choice.ranked(count, favourites: favourites, using: &generator)
      for book in books { takenBy[book] = Int32(reader) }
      return books
    }
    var books: [Int] = []
    books.reserveCapacity(count)
    while books.count < count {
      let book = choice.draw(favourites: favourites, using: &generator)
      if takenBy[book] != Int32(reader) {
        takenBy[book] = Int32(reader)
        books.append(book)
      }
    }
    return books
  }

  /// Unrated books that please this reader at least as well as the average does.
  private mutating func wishes(
    of planted: PlantedReader, _ reader: Int, rated: Int, using generator: inout SeededGenerator
  ) -> [Int] {
    // Some keep long lists, some none: even between 0 and twice the mean.
    let wanted = Int(2 * Self.toReadPart * Double(rated) * generator.uniform() + 0.5)
    var books: [Int] = []
    for _ in 0..<(4 * wanted) where books.count < wanted {
      let book = choice.draw(favourites: planted.favourites, using: &generator)
      let liked = planted.location(of: book, in: catalogue) > planted.generosity
      if liked && takenBy[book] != Int32(reader) {
        takenBy[book] = Int32(reader)
        books.append(book)
      }
    }
    return books
  }

  /// Hidden locations as the ratings will have them, of readers who are not in the data.
  private static func pilotLocations(
    _ catalogue: PlantedCatalogue, _ choice: BookChoice, _ genres: AliasTable
  ) -> [Double] {
    var generator = SeededGenerator(seed: catalogue.seed, stream: Stream.pilot)
    return (0..<pilot.readers).flatMap { _ in
      let reader = PlantedReader(
        genres: genres, genreFactors: catalogue.genreFactors, using: &generator)
      return (0..<pilot.books).map { _ in
        let book = choice.draw(favourites: reader.favourites, using: &generator)
        return reader.location(of: book, in: catalogue)
      }
    }
  }
}
