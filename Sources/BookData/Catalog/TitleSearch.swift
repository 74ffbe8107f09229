import Foundation

/// Finds books by what people remember of their titles.
///
/// A query is compared with a title, with and without the series that Goodreads appends. Similarity is the
/// Sørensen–Dice coefficient of character trigrams, from 0 to 1; a query all of whose words are in the title
/// and the author's name has at least 0.85. Case, accents,
/// punctuation and leading articles do not matter.
package struct TitleSearch: Sendable {
  /// A book that a query may mean.
  package struct Match: Sendable, Equatable {
    /// The book's place in the catalogue.
    package var book: Int
    /// How alike query and title are, 0 to 1.
    package var similarity: Double

    /// A match of these parts.
    package init(book: Int, similarity: Double) {
      (self.book, self.similarity) = (book, similarity)
    }
  }

  /// What a query means.
  package enum Answer: Sendable, Equatable {
    /// This book.
    case found(Match)
    /// Perhaps one of these, most alike first; none where no title has anything in common.
    case unsure([Match])
  }

  private static let containment = 0.85
  private static let sureFrom = 0.6
  private static let sureLead = 0.1

  private struct Entry: Sendable {
    let forms: [Trigrams]
    let words: Set<String>
  }

  private let entries: [Entry]
  private let popularity: [Double]

  /// A search over a catalogue.
  ///
  /// - Parameters:
  ///   - books: The catalogue.
  ///   - popularity: How many people know each book: among equally alike titles the best known comes first.
  package init(_ books: [BookDetails], popularity: [Double]) {
    precondition(books.count == popularity.count, "\(books.count) books, \(popularity.count)")
    self.popularity = popularity
    entries = books.map { book in
      let plain = Self.withoutSeries(book.title)
      let forms = Set([book.title, plain].map(Self.normalized)).sorted()
      return Entry(
        forms: forms.filter { !$0.isEmpty }.map(Trigrams.init),
        words: Set(Self.words(of: book.title + " " + book.authorsText)))
    }
  }

  /// The titles most like `query`, at most `limit`, most alike first.
  package func matches(_ query: String, limit: Int) -> [Match] {
    let form = Trigrams(Self.normalized(query))
    let words = Set(Self.words(of: query))
    let all = entries.enumerated().compactMap { index, entry -> Match? in
      let dice = entry.forms.map { form.similarity(to: $0) }.max() ?? 0
      let contained = !words.isEmpty && words.isSubset(of: entry.words)
      let similarity = contained ? max(dice, Self.containment) : dice
      return similarity > 0 ? Match(book: index, similarity: similarity) : nil
    }
    return Array(
      all.sorted {
        $0.similarity != $1.similarity
          ? $0.similarity > $1.similarity
          : (popularity[$1.book], $0.book) < (popularity[$0.book], $1.book)
      }.prefix(limit))
  }

  /// The one book that `query` means, or the closest ones where that is not clear.
  ///
  /// Clear is the same title — the best known book of that title —, or one that is much more alike than
  /// every other.
  package func answer(_ query: String, closest: Int = 5) -> Answer {
    let found = matches(query, limit: max(2, closest))
    guard let best = found.first, best.similarity >= Self.sureFrom else {
      return .unsure(Array(found.prefix(closest)))
    }
    let second = found.count > 1 ? found[1].similarity : 0
    let isSure = best.similarity == 1 || best.similarity - second >= Self.sureLead
    return isSure ? .found(best) : .unsure(Array(found.prefix(closest)))
  }

  // MARK: Text

  /// The title without the parentheses at its end.
  private static func withoutSeries(_ title: String) -> String {
    guard title.last == ")", let opening = title.lastIndex(of: "("), opening > title.startIndex
    else { return title }
    return String(title[..<opening])
  }

  /// Lower-case words of letters and digits, accents removed, apostrophes dropped.
  private static func words(of text: String) -> [String] {
    text.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
      .filter { $0 != "'" && $0 != "’" }
      .split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }

  /// The words with single blanks between them, without a leading article.
  private static func normalized(_ text: String) -> String {
    let words = words(of: text)
    let articles: Set = ["the", "a", "an"]
    let isArticle = words.count > 1 && words.first.map(articles.contains) ?? false
    return (isArticle ? words.dropFirst() : words[...]).joined(separator: " ")
  }
}

/// The runs of three characters of a text, with a blank before and after it, counted.
private struct Trigrams: Sendable {
  private let counts: [String: Int]
  private let total: Int

  init(_ text: String) {
    let characters = Array(text.isEmpty ? "" : "  " + text + " ")
    let runs = characters.indices.dropLast(2).map { String(characters[$0..<$0 + 3]) }
    counts = Dictionary(runs.map { ($0, 1) }, uniquingKeysWith: +)
    total = runs.count
  }

  /// 2 · common / all, 0 to 1.
  func similarity(to other: Trigrams) -> Double {
    guard total > 0, other.total > 0 else { return 0 }
    let common = counts.reduce(0) { $0 + min($1.value, other.counts[$1.key] ?? 0) }
    return Double(2 * common) / Double(total + other.total)
  }
}
