import BookData
import Kernels
import Lists
import Octavo
import Testing

/// Ten books whose relevance falls with their number for anybody.
@Suite struct ListMakerTests {
  /// Rates every book with its own number.
  private struct Numbers: RatingPredictor {
    func ratings(for profile: ReaderProfile, books: [UInt32]) -> [Float] { books.map { Float($0) } }
  }

  private func maker(_ change: (inout [BookDetails]) -> Void = { _ in }) -> ListMaker {
    var books = (0..<10).map { BookDetails(id: "\($0)") }
    change(&books)
    let relevance = ItemRegression(
      weights: SparseRows(
        columns: 10, offsets: [Int](repeating: 0, count: 11), indices: [], values: []),
      precision: [Float](repeating: 0, count: 10), priors: (0..<10).map { 1 - Float($0) / 10 },
      scale: InputScale(lowest: 1, highest: 5, weights: [0, 1]))
    return ListMaker(
      relevance: relevance, ratings: Numbers(), books: books,
      histories: SparseRows(columns: 10, offsets: [0], indices: [], values: []))
  }

  private func books(_ maker: ListMaker, _ change: (inout ListRequest) -> Void) -> [UInt32] {
    var request = ListRequest()
    change(&request)
    return maker.list(for: ReaderProfile(ratings: []), request).map(\.book)
  }

  @Test func relevanceAndRatingRankByThemselves() {
    #expect(books(maker()) { ($0.rankBy, $0.count) = (.relevance, 3) } == [0, 1, 2])
    #expect(books(maker()) { ($0.rankBy, $0.count) = (.rating, 3) } == [9, 8, 7])
  }

  /// relevance (10 − b) / 10 · exp(0.3 · b) is highest at b = 6.67.
  @Test func aBlendWeighsRelevanceWithRating() {
    #expect(books(maker()) { ($0.rankBy, $0.count) = (.blend, 3) } == [7, 6, 5])
  }

  @Test func noAuthorAndNoSeriesIsListedMoreOftenThanAllowed() {
    let maker = maker { books in
      for index in 0..<4 { books[index].authors = ["Ann", "Bob"] }
      for index in 4..<7 { books[index].title = "Title \(index) (Tales, #\(index))" }
    }
    #expect(
      books(maker) { ($0.rankBy, $0.maxPerAuthor) = (.relevance, 1) } == [0, 4, 7, 8, 9])
    #expect(
      books(maker) { ($0.rankBy, $0.maxPerAuthor, $0.count) = (.relevance, 2, 5) }
        == [0, 1, 4, 5, 7])
  }

  // MARK: Filters

  private var catalogue: [BookDetails] {
    var books = (0..<6).map { BookDetails(id: "\($0)") }
    for (index, language) in ["eng", "en-US", "fre", "fr", "ger"].enumerated() {
      books[index].language = language
      books[index].year = 1990 + index
      books[index].authors = index % 2 == 0 ? ["Ann Lee", "Zoë Wu"] : ["Bob"]
    }
    return books
  }

  private func admitted(_ change: (inout BookFilter) -> Void) -> [Int] {
    var filter = BookFilter()
    change(&filter)
    let tags = [["sci-fi", "space"], ["Sci-Fi"], [], [], [], []]
    return filter.admitted(
      catalogue, tagsOfBook: { tags[$0] },
      membersOf: { category in (0..<6).map { $0 % 2 == 1 && category.name == "odd" } }
    ).enumerated().filter(\.element).map(\.offset)
  }

  @Test func categoriesAreAskedForAllTogether() {
    let odd = BookFilter.Category("odd", of: "number")
    #expect(admitted { $0.categories = [odd] } == [1, 3, 5])
    #expect(admitted { ($0.categories, $0.languages) = ([odd], ["fr"]) } == [3])
    #expect(admitted { $0.categories = [odd, .init("even", of: "number")] } == [])
  }

  @Test func aFilterOfNothingAdmitsEverything() {
    #expect(BookFilter().admitsAll && admitted { _ in } == [0, 1, 2, 3, 4, 5])
  }

  @Test(arguments: [("en", [0, 1]), ("ENG", [0, 1]), ("fr-CA", [2, 3]), ("de", [4]), ("xx", [])])
  func languagesAreTheSameByAnyOfTheirCodes(code: String, expected: [Int]) {
    #expect(admitted { $0.languages = [code] } == expected)
  }

  @Test func yearsAreLimitsThatTakePart() {
    #expect(admitted { ($0.yearFrom, $0.yearTo) = (1991, 1993) } == [1, 2, 3])
    #expect(admitted { $0.yearFrom = 1993 } == [3, 4], "a book without year does not fit")
  }

  @Test func allTagsMustBeThereWhateverTheirCaseAndHyphens() {
    #expect(admitted { $0.tags = ["sci fi"] } == [0, 1])
    #expect(admitted { $0.tags = ["sci-fi", "SPACE"] } == [0])
  }

  @Test func noAuthorOfTheBookMayBeExcluded() {
    #expect(admitted { $0.excludedAuthors = ["zoe wu"] } == [1, 3, 5])
  }
}
