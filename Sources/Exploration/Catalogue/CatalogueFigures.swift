import BookData

/// What the files about books say.
public struct CatalogueFigures: Sendable, Codable, Equatable {
  /// A name and how often it occurs.
  public struct Entry: Sendable, Codable, Equatable {
    /// The name.
    public var name: String
    /// How many books have it.
    public var books: Int
    /// How often readers gave it; nil for what is not given by readers.
    public var uses: Int?
  }

  /// How many books `books.csv` lists.
  public var books: Int
  /// The years of first publication, in decades; those before 1800 are counted in `earlierBooks`.
  public var decades: [Bin]
  /// How many books are older than the first decade of `decades`.
  public var earlierBooks: Int
  /// The summary of the years.
  public var years: Summary?
  /// The language codes with the most books.
  public var languages: [Entry]
  /// The languages with the most books, whatever their codes: `eng`, `en-US` and `en` are one, as filters take them.
  package var spokenLanguages: [Entry]
  /// How many books have no language code.
  public var booksWithoutLanguage: Int
  /// The tags on the most books.
  public var tags: [Entry]
}

extension CatalogueFigures {
  /// The share of books from which on a tag tells hardly one book from another.
  private static let commonShare = 0.8

  /// Of ``tags`` those that nearly every book has.
  package var commonTags: [Entry] {
    tags.filter { Double($0.books) >= Self.commonShare * Double(max(1, books)) }
  }
}

extension CatalogueFigures {
  private static let listLength = 15
  private static let firstYear = 1800

  init(_ books: BookTable, tags: [Entry]) {
    self.books = books.profile.rows
    years = Summary(books.years)
    let recent = books.years.entries.filter { Int($0.value) >= Self.firstYear }
    earlierBooks = books.years.count - recent.reduce(0) { $0 + $1.count }
    decades = Self.decades(recent)
    languages = Self.top(
      books.languages.map { Entry(name: $0, books: $1, uses: nil) })
    spokenLanguages = Self.spoken(books.languages)
    booksWithoutLanguage = books.profile.rows - books.languages.values.reduce(0, +)
    self.tags = Self.top(tags)
  }

  /// Languages by their plain code, with the codes that they have in the catalogue.
  private static func spoken(_ books: [String: Int]) -> [Entry] {
    let groups = Dictionary(grouping: books) { LanguageCode.plain($0.key) }
    return top(
      groups.map { language, codes in
        let names = codes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
        return Entry(
          name: names == [language] ? language : "\(language) (\(names.joined(separator: ", ")))",
          books: codes.reduce(0) { $0 + $1.value }, uses: nil)
      })
  }

  private static func decades(_ years: [ValueCounter.Entry]) -> [Bin] {
    guard let last = years.last, let first = years.first else { return [] }
    let start = Int(first.value) / 10
    var bins = (start...Int(last.value) / 10).map {
      Bin(from: 10 * $0, to: 10 * $0 + 10, count: 0)
    }
    for year in years { bins[Int(year.value) / 10 - start].count += year.count }
    return bins
  }

  /// The entries with the most books; equal ones in the order of their names.
  private static func top(_ entries: [Entry]) -> [Entry] {
    let sorted = entries.sorted { left, right in
      left.books != right.books
        ? left.books > right.books : left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
    }
    return Array(sorted.prefix(listLength))
  }
}
