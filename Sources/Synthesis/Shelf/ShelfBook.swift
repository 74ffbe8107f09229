/// A real book of the sample shelf.
struct ShelfBook: Sendable, Equatable {
  let genre: Genre
  /// How widely read it is, 1 to 5.
  let fame: Int
  /// With its series, as "Title (Series, #1)".
  let title: String
  let authors: String
  /// Of the first publication; negative before year 1.
  let year: Int

  /// The title without the series.
  var originalTitle: String {
    series == nil ? title : title.split(separator: " (").first.map(String.init) ?? title
  }

  /// The series without the volume.
  var series: String? {
    guard title.hasSuffix(")"), let open = title.lastIndex(of: "("),
      let hash = title.lastIndex(of: "#")
    else { return nil }
    return String(title[title.index(after: open)..<hash].dropLast(2))
  }
}

extension ShelfBook {
  /// All books of `shelf.txt`, in its order.
  static let all = parsed(String(decoding: PackageResources.shelf_txt, as: UTF8.self))

  /// The books of a `text` that has a header line and then, in each line, a book's genre (its tag), fame,
  /// title, authors and year, with bars between.
  ///
  /// A line of another form is a mistake of the program: it ends here.
  static func parsed(_ text: String) -> [ShelfBook] {
    text.split(separator: "\n").dropFirst().map { line in
      let fields = line.split(separator: "|").map(String.init)
      guard fields.count == 5, let genre = Genre.allCases.first(where: { $0.tag == fields[0] }),
        let fame = Int(fields[1]), let year = Int(fields[4])
      else { preconditionFailure("expected genre|fame|title|authors|year, found \(line)") }
      return ShelfBook(
        genre: genre, fame: fame, title: fields[2], authors: fields[3], year: year)
    }
  }
}
