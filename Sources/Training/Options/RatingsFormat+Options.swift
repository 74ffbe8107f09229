import BookData

extension RatingsFormat: Configurable {
  package static var defaults: [(name: String, value: Self)] {
    [("", Self()), ("without a header", .withoutHeader())]
  }

  /// Whether the first row names the columns; setting it brings the columns' defaults.
  package var namesColumns: Bool {
    get { hasHeader }
    set { self = newValue ? Self() : .withoutHeader() }
  }

  package static let options: [ConfigurationOption<Self>] = [
    .init("header", \.namesColumns, .flag, comesFirst: true)
      .means("Whether the first row names the columns; else columns are numbers from 1."),
    .init("user_column", \.user, .text)
      .means("The name of the column of readers."),
    .init("book_column", \.book, .text)
      .means("The name of the column of books."),
    .init("rating_column", \.rating, .text)
      .means("The name of the column of ratings."),
    .init("time_column", \.time, .optional(.text, or: "none"))
      .means("The name of the column of times; without one rows are oldest first."),
    .init("separator", \.separator, .separator)
      .means("What separates fields: , or another sign, several such as ::, or tab."),
  ]
}

extension OptionKind<String> {
  /// What stands between two fields.
  fileprivate static var separator: Self {
    Self(
      expected: "a character or several signs, no quote and no part of a number, or tab",
      read: { value in value.text.map { ["tab", "\\t"].contains($0) ? "\t" : $0 } },
      allows: DelimitedText.canSeparate,
      show: { $0 == "\t" ? .init(word: "tab") : .scalar($0, isQuoted: true) })
  }
}
