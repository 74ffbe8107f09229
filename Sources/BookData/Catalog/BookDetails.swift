import Support

/// What is known about one book beside its ratings; every part may be missing.
package struct BookDetails: Sendable, Equatable {
  /// The book's id in the ratings.
  package var id: String
  /// The title, with the series where the data has it; empty if unknown.
  package var title = ""
  /// The authors, the first one first.
  package var authors: [String] = []
  /// The series, where the data has a column for it.
  package var seriesName: String?
  /// The language's code, such as "eng" or "en-US".
  package var language: String?
  /// The year of the first publication; negative before our era.
  package var year: Int?
  /// Another catalogue's id, by which tags are joined.
  package var goodreadsID: String?
  /// The mean rating on Goodreads, if the catalogue knows it.
  package var averageRating: Double?
  /// How many text reviews the book has on Goodreads.
  package var reviewCount: Double?
  /// How many editions the book has.
  package var editionCount: Double?
  /// How many ratings of 1, 2, … 5 stars the book has on Goodreads; empty or five.
  package var starCounts: [Double] = []

  /// A book of which nothing is known.
  package init(id: String) { self.id = id }

  /// The series that the data or the title names.
  package var series: Series? { seriesName.map { Series(name: $0) } ?? Series(ofTitle: title) }
  /// How many ratings the book has on Goodreads.
  package var ratingCount: Double { starCounts.reduce(0, +) }
  /// All authors, separated by commas.
  package var authorsText: String { authors.joined(separator: ", ") }
  /// The book as people know it, on one line of at most 200 characters that is safe to print: title and authors,
  /// or the id where there is no title.
  package var line: String {
    let authors = authorsText.harmless.clipped(100)
    return authors.isEmpty || title.isEmpty
      ? name : "\(name.clipped(200 - 3 - authors.count)) — \(authors)"
  }

  /// The title, or the id where there is none, on one line of at most 200 characters that is safe to print.
  package var name: String { (title.isEmpty ? "book \(id)" : title).harmless.clipped(200) }
}
