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

/// The text of the shelf, in one piece for each genre; see the neighbouring files.
enum ShelfText {
  /// All books, genre by genre.
  static let books = Genre.allCases.flatMap { genre in
    text(of: genre).split(separator: "\n").map { book(String($0), genre) }
  }

  private static func text(of genre: Genre) -> String {
    switch genre {
    case .adventure: adventure
    case .sea: sea
    case .gothic: gothic
    case .mystery: mystery
    case .scienceFiction: scienceFiction
    case .fantasy: fantasy
    case .society: society
    case .russian: russian
    case .french: french
    case .philosophy: philosophy
    case .poetry: poetry
    case .drama: drama
    case .children: children
    case .history: history
    case .satire: satire
    }
  }

  private static func book(_ line: String, _ genre: Genre) -> ShelfBook {
    let fields = line.split(separator: "|").map(String.init)
    guard fields.count == 4, let fame = Int(fields[0]), let year = Int(fields[3]) else {
      preconditionFailure("a line of the shelf without fame, title, authors and year: \(line)")
    }
    return ShelfBook(
      genre: genre, fame: fame, title: fields[1], authors: fields[2], year: year)
  }
}
