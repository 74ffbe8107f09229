import Foundation
import Parallelism

/// Titles, names and tags for planted books.
///
/// Each description is drawn from the book's or author's own sequence when it is written, so none is
/// kept.
struct InventedCatalogue: Catalogue {
  private let books: PlantedCatalogue
  private let authors: Int

  /// An author with this many works or more writes a series.
  static let seriesLength = 3

  /// How readers speak of a factor: where it is low, where it is high.
  static let manners = [
    ("slow-burning", "fast-paced"), ("dark", "light-hearted"), ("plot-driven", "character-driven"),
    ("plain-spoken", "lyrical"), ("intimate", "sweeping"), ("earnest", "funny"),
    ("bleak", "hopeful"), ("experimental", "old-fashioned"),
  ]
  /// Tags that say nothing of a book.
  static let habits = [
    "to-read", "owned", "currently-reading", "library", "favorites", "audiobook", "did-not-finish",
  ]

  init(_ books: PlantedCatalogue) {
    self.books = books
    authors = Int(books.author.max() ?? 0) + 1
  }

  var count: Int { books.author.count }

  var tags: [String] {
    Self.habits + Genre.allCases.map(\.tag) + Self.manners.flatMap { [$0.0, $0.1] }
      + (0..<authors).map { Self.tag(of: InventedAuthor(Int32($0), seed: books.seed)) }
  }

  func record(of book: Int) -> BookRecord {
    let author = InventedAuthor(books.author[book], seed: books.seed)
    let volume = Int(books.volume[book])
    var generator = SeededGenerator(
      seed: books.seed, stream: Stream.book + UInt64(book))
    let title = InventedTitle.draw(using: &generator)
    let series = author.series.map { " (\($0), #\(volume + 1))" } ?? ""
    return BookRecord(
      title: title + series, originalTitle: title, authors: author.name,
      year: author.firstYear + 2 * volume, editions: 1 + generator.index(below: 90))
  }

  func tagShares(of book: Int) -> [(tag: Int, share: Double)] {
    var generator = SeededGenerator(
      seed: books.seed ^ 1, stream: Stream.book + UInt64(book))
    var shares = Self.habits.indices.map {
      (tag: $0, share: 0.5 / Double(1 + 2 * $0) * (0.5 + generator.uniform()))
    }
    let genres = Self.habits.count
    shares.append((genres + books.genre[book].rawValue, 0.35 + 0.2 * generator.uniform()))
    let manners = genres + Genre.allCases.count
    for k in 0..<Self.manners.count {
      let strength = Double(books.factors[book][k])
      guard abs(strength) > 0.5 else { continue }
      let share = 0.05 * abs(strength) * (0.7 + 0.6 * generator.uniform())
      shares.append((manners + 2 * k + (strength > 0 ? 1 : 0), share))
    }
    shares.append((manners + 2 * Self.manners.count + Int(books.author[book]), 0.03))
    return shares
  }

  private static func tag(of author: InventedAuthor) -> String {
    "by-\(slug(author.name))-\(author.number + 1)"
  }
}
