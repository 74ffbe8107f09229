import BookData

extension RatingsFormat: Configurable {
  package static var defaults: [(name: String, value: Self)] { [("", Self())] }

  package static let options: [ConfigurationOption<Self>] = [
    .init("user_column", \.user, .text)
      .means("The name of the column of readers."),
    .init("book_column", \.book, .text)
      .means("The name of the column of books."),
    .init("rating_column", \.rating, .text)
      .means("The name of the column of ratings."),
    .init("separator", \.separator, .separator)
      .means("What separates fields: one character, or tab."),
  ]
}

extension OptionKind<UInt8> {
  /// The byte between two fields.
  fileprivate static var separator: Self {
    Self(
      expected: "one character other than a quote, or tab",
      read: { value in
        guard let bytes = value.text.map({ Array(($0 == "tab" ? "\t" : $0).utf8) }) else {
          return nil
        }
        return bytes.count == 1 ? bytes[0] : nil
      }, allows: { !"\"\n\r".utf8.contains($0) },
      show: { byte in
        byte == UInt8(ascii: "\t")
          ? .init(word: "tab") : .scalar(String(Unicode.Scalar(byte)), isQuoted: true)
      })
  }
}
