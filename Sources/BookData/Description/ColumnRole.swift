/// What a column of a table of books or readers holds.
package enum ColumnRole: Sendable, Hashable {
  /// The id that the ratings name.
  case id
  /// The title.
  case title
  /// Who made it, the first one first; several in a field with a separator.
  case creators(separator: String)
  /// The name of the series.
  case series
  /// The language's code.
  case language
  /// The year of the first publication, as a number, in a date or in parentheses at the end of a title.
  case year
  /// A number that may matter.
  case number
  /// One category.
  case category
  /// Whether the row is in a category, which is called like the column: 1, true or yes.
  case flag
  /// Several categories in a field with a separator.
  case categories(separator: String)
  /// The id by which `book_tags.csv` names the book.
  case tagID
  /// The mean rating elsewhere, such as on Goodreads.
  case averageRating
  /// How many text reviews there are elsewhere.
  case reviewCount
  /// How many editions there are.
  case editionCount
  /// How many ratings of so many stars there are elsewhere, 1 to 5.
  case starCount(Int)
  /// Nothing that a model learns from.
  case unused

  /// The roles by the words that a description uses for them.
  package static let words: [(word: String, role: ColumnRole)] =
    [
      ("id", .id), ("title", .title), ("creators", .creators(separator: ",")),
      ("series", .series), ("language", .language), ("year", .year), ("number", .number),
      ("category", .category), ("flag", .flag),
      ("categories", .categories(separator: "|")), ("tag id", .tagID),
      ("average rating", .averageRating), ("reviews", .reviewCount),
      ("editions", .editionCount),
    ] + (1...5).map { ("stars \($0)", .starCount($0)) } + [("unused", .unused)]

  /// The word that a description uses for the role, without its separator.
  package var word: String {
    let plain = separated(by: defaultSeparator ?? "")
    guard let found = Self.words.first(where: { $0.role == plain }) else {
      preconditionFailure("no word for \(self)")
    }
    return found.word
  }

  /// What separates several values in a field; nil for a role of one value.
  package var separator: String? {
    switch self {
    case .creators(let separator), .categories(let separator): separator
    default: nil
    }
  }

  /// The separator where a description names none; nil for a role of one value.
  package var defaultSeparator: String? {
    switch self {
    case .creators: ","
    case .categories: "|"
    default: nil
    }
  }

  /// The same role with values separated so; a role of one value stays as it is.
  package func separated(by separator: String) -> ColumnRole {
    switch self {
    case .creators: .creators(separator: separator)
    case .categories: .categories(separator: separator)
    default: self
    }
  }

  /// Whether a table may have only one column of this role.
  package var isSingle: Bool {
    switch self {
    case .number, .category, .flag, .categories, .unused: false
    default: true
    }
  }

  /// Whether the role makes sense for readers, too.
  package var isOfReaders: Bool {
    switch self {
    case .id, .number, .category, .flag, .categories, .unused: true
    default: false
    }
  }
}
