import BookData
import Foundation
import Lists
import Support

/// How lists of books are written.
package enum ListFormat: String, Sendable, Codable, CaseIterable {
  /// For people, with titles and authors.
  case text
  /// An object a line, of one reader.
  case json
  /// A table with a row for each book of each reader.
  case csv
}

/// Lists of books as text.
package struct ListOutput: Sendable {
  /// How they are written.
  package let format: ListFormat
  /// What made them.
  package let maker: ListMaker
  /// Whether each book comes with the rated books that speak for it.
  package let explains: Bool

  /// Lists in this form.
  ///
  /// - Parameter explains: Whether each book comes with the rated books that speak for it. The default is false.
  package init(_ format: ListFormat, _ maker: ListMaker, explains: Bool = false) {
    self.format = format
    self.maker = maker
    self.explains = explains
  }

  /// The first line of a table of lists, empty in other forms.
  package var header: String { format == .csv ? "user_id,rank,book_id,score\n" : "" }

  /// The list made for a reader.
  ///
  /// - Throws: ``ModelError/notFinite``.
  package func rendered(_ list: [ListedBook], for reader: NamedProfile) throws -> String {
    try ModelError.checkFinite(list.lazy.map(\.score))
    return switch format {
    case .csv: list.map { row([DelimitedText.quoted(reader.name)], $0) }.joined()
    case .json:
      try jsonLine(
        ReaderAnswer(
          userID: reader.name,
          recommendations: list.map { answer($0, reasons: reasons($0, reader.profile)) })) + "\n"
    case .text:
      "for reader \(reader.name.harmless.clipped(200)):\n"
        + list.map { line($0) + because(reasons($0, reader.profile)) }.joined()
    }
  }

  /// The list made for a reader as the fields of a table's rows: reader, rank, book, score.
  ///
  /// - Throws: ``ModelError/notFinite``.
  func fields(of list: [ListedBook], for reader: NamedProfile) throws -> [[String]] {
    try ModelError.checkFinite(list.lazy.map(\.score))
    return list.map { listed in
      [reader.name, "\(listed.rank)", details(listed.book).id, "\(listed.score)"]
    }
  }

  /// The books most like `book`.
  ///
  /// - Throws: ``ModelError/notFinite``.
  package func rendered(_ list: [ListedBook], like book: UInt32) throws -> String {
    try ModelError.checkFinite(list.lazy.map(\.score))
    return switch format {
    case .csv: "rank,book_id,score\n" + list.map { row([], $0) }.joined()
    case .json:
      try jsonLine(
        BookAnswer(bookID: details(book).id, similar: list.map { answer($0, reasons: nil) })) + "\n"
    case .text: "like \(details(book).line):\n" + list.map(line).joined()
    }
  }

  // MARK: Parts

  private func details(_ book: UInt32) -> BookDetails { maker.books[Int(book)] }

  private func row(_ first: [String], _ listed: ListedBook) -> String {
    let fields = ["\(listed.rank)", DelimitedText.quoted(details(listed.book).id)]
    return (first + fields + ["\(listed.score)"]).joined(separator: ",") + "\n"
  }

  private func line(_ listed: ListedBook) -> String {
    let rank = String(repeating: " ", count: max(0, 3 - "\(listed.rank)".count)) + "\(listed.rank)"
    return "\(rank)  \(String(format: "%.2f", listed.score))  \(details(listed.book).line)\n"
  }

  private func reasons(
    _ listed: ListedBook, _ profile: ReaderProfile
  ) -> [ItemRegression.Contribution]? {
    explains ? maker.relevance.reasons(for: listed.book, from: profile) : nil
  }

  private func because(_ reasons: [ItemRegression.Contribution]?) -> String {
    guard let reasons, !reasons.isEmpty else { return "" }
    return reasons.enumerated().map { place, reason in
      let word = place == 0 ? "because" : "    and"
      let stars = reason.rating.value
      return
        "           \(word) you gave \"\(details(reason.rating.book).name)\" \(words(forStars: stars))\n"
    }.joined()
  }

  private func title(_ book: UInt32) -> String {
    let details = details(book)
    return details.title.isEmpty ? "book \(details.id)" : details.title
  }

  private func words(forStars rating: Float) -> String {
    let number = Int(exactly: rating).map(String.init) ?? "\(rating)"
    return number == "1" ? "1 star" : "\(number) stars"
  }

  private func answer(
    _ listed: ListedBook, reasons: [ItemRegression.Contribution]?
  ) -> ListedAnswer {
    let details = details(listed.book)
    return ListedAnswer(
      rank: listed.rank, bookID: details.id, score: listed.score,
      title: details.title.isEmpty ? nil : details.title,
      authors: details.authors.isEmpty ? nil : details.authorsText,
      because: reasons?.map {
        ReasonAnswer(
          bookID: self.details($0.rating.book).id, rating: $0.rating.value,
          contribution: $0.value, title: title($0.rating.book))
      })
  }
}

// MARK: - The forms of JSON

private struct ReaderAnswer: Encodable {
  var userID: String
  var recommendations: [ListedAnswer]

  enum CodingKeys: String, CodingKey {
    case recommendations
    case userID = "user_id"
  }
}

private struct BookAnswer: Encodable {
  var bookID: String
  var similar: [ListedAnswer]

  enum CodingKeys: String, CodingKey {
    case similar
    case bookID = "book_id"
  }
}

private struct ListedAnswer: Encodable {
  var rank: Int
  var bookID: String
  var score: Float
  var title: String?
  var authors: String?
  var because: [ReasonAnswer]?

  enum CodingKeys: String, CodingKey {
    case rank, score, title, authors, because
    case bookID = "book_id"
  }
}

private struct ReasonAnswer: Encodable {
  var bookID: String
  var rating: Float
  var contribution: Float
  var title: String

  enum CodingKeys: String, CodingKey {
    case rating, contribution, title
    case bookID = "book_id"
  }
}
