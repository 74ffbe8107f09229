import Parallelism

/// The sample shelf as its files describe it, the most famous books first.
struct ShelfCatalogue: Catalogue {
  let books: [ShelfBook]
  let tags: [String]
  private let numbers: [String: Int]
  private let seed: UInt64

  /// Tags that say nothing of a book.
  static let habits = ["to-read", "classics", "owned", "currently-reading", "favorites", "library"]

  init(seed: UInt64) {
    self.seed = seed
    books = ShelfBook.all.enumerated()
      .sorted { ($1.element.fame, $0.offset) < ($0.element.fame, $1.offset) }.map(\.element)
    numbers = numbersByFirstUse(of: Self.habits + books.flatMap(Self.traits).map(\.tag))
    tags = numbers.sorted { $0.value < $1.value }.map(\.key)
  }

  var count: Int { books.count }

  func record(of book: Int) -> BookRecord {
    let entry = books[book]
    var generator = SeededGenerator(seed: seed, stream: Stream.book + UInt64(book))
    return BookRecord(
      title: entry.title, originalTitle: entry.originalTitle, authors: entry.authors,
      year: entry.year, editions: 40 * entry.fame + generator.index(below: 60))
  }

  func tagShares(of book: Int) -> [(tag: Int, share: Double)] {
    var generator = SeededGenerator(seed: seed ^ 1, stream: Stream.book + UInt64(book))
    let habits = Self.habits.enumerated().map {
      (tag: $0.offset, share: 0.4 / Double(1 + $0.offset) * (0.6 + 0.8 * generator.uniform()))
    }
    let traits = Self.traits(of: books[book]).compactMap { trait in
      numbers[trait.tag].map {
        (tag: $0, share: trait.share * (0.6 + 0.8 * generator.uniform()))
      }
    }
    return habits + traits
  }

  /// What readers call a book, and the share of them who do.
  private static func traits(of book: ShelfBook) -> [(tag: String, share: Double)] {
    var traits = [
      (book.genre.tag, 0.4), (slug(book.authors), 0.08), (century(of: book.year), 0.06),
    ]
    traits.append((book.genre.neighbour.tag, 0.08))
    if let series = book.series { traits.append((slug(series), 0.12)) }
    // A series may be called after its author or hero; a tag holds once a book.
    var seen: Set<String> = []
    return traits.filter { seen.insert($0.0).inserted }
  }

  private static func century(of year: Int) -> String {
    switch year {
    case ..<500: "ancient"
    case ..<1500: "medieval"
    case ..<1600: "16th-century"
    case ..<1700: "17th-century"
    case ..<1800: "18th-century"
    case ..<1900: "19th-century"
    default: "20th-century"
    }
  }
}

/// A number from 0 for each different name, in the order in which they first come.
func numbersByFirstUse(of names: [String]) -> [String: Int] {
  var numbers: [String: Int] = [:]
  for name in names where numbers[name] == nil { numbers[name] = numbers.count }
  return numbers
}

/// `text` as a tag: small letters and digits, everything else a hyphen.
func slug(_ text: String) -> String {
  text.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: "-")
}
