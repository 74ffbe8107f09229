import Octavo
import Support

/// Finds the books that people name by their titles.
struct BookSearch {
  private let output: ListOutput
  private let search: TitleSearch

  /// Titles less alike than this have nothing in common.
  private static let leastSimilarity = 0.3

  /// A search among the books of lists.
  init(_ output: ListOutput) {
    self.output = output
    let maker = output.maker
    search = TitleSearch(
      maker.books, popularity: maker.relevance.priors.map(Double.init))
  }

  private var books: [BookDetails] { output.maker.books }

  /// The one book that `title` means; says as what it is understood.
  ///
  /// - Throws: ``UsageError`` where none is like it, or several are.
  func book(_ title: String, option: String) throws -> UInt32 {
    switch search.answer(title) {
    case .found(let match):
      printError("'\(title)' is understood as \(books[match.book].line)")
      return UInt32(match.book)
    case .unsure(let matches):
      let near = matches.filter { $0.similarity >= Self.leastSimilarity }
      throw UsageError(description: question(title, near.map { books[$0.book] }, option))
    }
  }

  private func question(_ title: String, _ closest: [BookDetails], _ option: String) -> String {
    guard !closest.isEmpty else {
      return
        "\(option): found '\(title)', and no book has a title like it; expected that of one of the model's "
        + "\(books.count.grouped) books"
    }
    return "\(option): found '\(title)', expected one title; the closest are:"
      + closest.map { "\n  \($0.line)" }.joined()
  }
}
