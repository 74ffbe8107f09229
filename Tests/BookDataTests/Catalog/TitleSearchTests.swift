import BookData
import Testing

@Suite struct TitleSearchTests {
  private let search: TitleSearch

  init() {
    let titles = [
      ("The Hobbit", "J.R.R. Tolkien"), ("Dune (Dune Chronicles, #1)", "Frank Herbert"),
      ("Dune Messiah (Dune Chronicles, #2)", "Frank Herbert"),
      ("Harry Potter and the Sorcerer's Stone (Harry Potter, #1)", "J.K. Rowling"),
      ("Harry Potter and the Goblet of Fire (Harry Potter, #4)", "J.K. Rowling"),
      ("Les Misérables", "Victor Hugo"), ("Foundation", "Isaac Asimov"),
      ("Foundation", "Somebody Else"), ("Annihilation: A Novel", "Jeff VanderMeer"), ("", "Nobody"),
      ("Harry Potter: Film Wizardry", "Brian Sibley"),
    ]
    let books = titles.enumerated().map { index, book in
      var details = BookDetails(id: "\(index)")
      (details.title, details.authors) = (book.0, [book.1])
      return details
    }
    search = TitleSearch(books, popularity: [5, 5, 3, 9, 8, 4, 1, 7, 1, 1, 2])
  }

  private func found(_ query: String) -> Int? {
    if case .found(let match) = search.answer(query) { match.book } else { nil }
  }

  @Test(arguments: [
    ("The Hobbit", 0), ("hobbit", 0), ("the hobit", 0), ("DUNE", 1), ("dune messia", 2),
    ("Les Miserables", 5), ("sorcerers stone", 3), ("Annihilation", 8),
    ("Annihilation a novel", 8), ("rowling goblet", 4),
    ("Dune (Dune Chronicles, #1)", 1),
  ])
  func whatPeopleRememberIsFound(query: String, book: Int) {
    #expect(found(query) == book)
  }

  @Test func ofTwoBooksOfOneTitleTheBetterKnownIsMeant() {
    #expect(found("foundation") == 7)
  }

  @Test func whereSeveralFitTheClosestAreNamedTheBestKnownFirst() {
    guard case .unsure(let matches) = search.answer("Harry Potter") else {
      Issue.record("sure of one of three books")
      return
    }
    #expect(matches.map(\.book).prefix(3) == [3, 4, 10])
  }

  @Test(arguments: ["xqzw", "", "???", "zzzzzzzz zzzz"])
  func nonsenseIsNoBook(query: String) {
    #expect(found(query) == nil)
  }

  @Test func anExactTitleHasSimilarityOne() {
    #expect(search.matches("les misérables", limit: 1) == [.init(book: 5, similarity: 1)])
  }
}
