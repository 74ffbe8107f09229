import BookData
import Foundation

/// Which books may be on a list, by what the catalogue says of them.
///
/// A book of which the catalogue does not know what is asked for is left out: nothing says that it fits.
public struct BookFilter: Sendable, Equatable {
  /// Codes of languages, one of which the book must have; "en", "eng" and "en-US" are all English.
  ///
  /// The default is none: any language.
  public var languages: [String] = []
  /// The first year of publication that is admitted.
  ///
  /// The default is nil: any.
  public var yearFrom: Int?
  /// The last year of publication that is admitted.
  ///
  /// The default is nil: any.
  public var yearTo: Int?
  /// Tags, all of which the book must have.
  ///
  /// The default is none.
  public var tags: [String] = []
  /// Authors none of whom the book may have.
  ///
  /// The default is none.
  public var excludedAuthors: [String] = []

  /// A category that a book may be in.
  public struct Category: Sendable, Equatable {
    /// The column of the data's description that has it.
    public var column: String
    /// Its name.
    public var name: String

    /// The category `name` of a column.
    public init(_ name: String, of column: String) { (self.name, self.column) = (name, column) }
  }

  /// Categories, all of which the book must be in.
  ///
  /// The default is none.
  public var categories: [Category] = []

  /// A filter that admits every book.
  public init() {}

  /// Whether nothing is asked for.
  public var admitsAll: Bool { self == BookFilter() }

  /// For each book whether it is admitted, [books].
  ///
  /// - Parameters:
  ///   - books: The catalogue.
  ///   - tagsOfBook: The tags of each book; asked only if the filter has tags.
  ///   - membersOf: For each book whether it is in a category.
  package func admitted(
    _ books: [BookDetails], tagsOfBook: (Int) -> [String], membersOf: (Category) -> [Bool]
  ) -> [Bool] {
    let members = categories.map(membersOf)
    let languages = Set(languages.map(LanguageCode.plain))
    let excluded = Set(excludedAuthors.map(Self.folded))
    let wanted = tags.map(Self.folded)
    return books.enumerated().map { index, book in
      if !languages.isEmpty {
        guard let code = book.language, languages.contains(LanguageCode.plain(code)) else {
          return false
        }
      }
      if yearFrom != nil || yearTo != nil {
        guard let year = book.year, year >= yearFrom ?? year, year <= yearTo ?? year else {
          return false
        }
      }
      guard !book.authors.contains(where: { excluded.contains(Self.folded($0)) }) else {
        return false
      }
      guard members.allSatisfy({ $0[index] }) else { return false }
      guard !wanted.isEmpty else { return true }
      let tags = Set(tagsOfBook(index).map(Self.folded))
      return wanted.allSatisfy(tags.contains)
    }
  }

  /// Text for comparison: case, accents and the hyphens that tags have for blanks do not matter.
  package static func folded(_ text: String) -> String {
    text.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
      .split { !$0.isLetter && !$0.isNumber }.joined(separator: " ")
  }
}
