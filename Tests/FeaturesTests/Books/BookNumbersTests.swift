import BookData
import Features
import Foundation
import Testing

/// A book with these numbers.
private func book(
  _ average: Double? = nil, stars: [Double] = [], year: Int? = nil, language: String? = nil,
  title: String = ""
) -> BookDetails {
  var book = BookDetails(id: "1")
  book.averageRating = average
  book.starCounts = stars
  book.year = year
  book.language = language
  book.title = title
  return book
}

private let rootOfTwo = 2.0.squareRoot()

private func column(_ name: String, of numbers: BookNumbers) -> [Float]? {
  guard let j = numbers.names.firstIndex(of: name) else { return nil }
  return (0..<numbers.values.rows).map { numbers.values[$0, j] }
}

private func areClose(_ found: [Float]?, _ expected: [Double]) -> Bool {
  guard let found, found.count == expected.count else { return false }
  return zip(found, expected).allSatisfy { abs(Double($0) - $1) < 1e-5 }
}

@Test func numbersAreStandardizedOverTheBooksThatHaveThem() {
  // The mean of 3 and 5 is 4, the deviation 1; the book without a number counts as the mean.
  let numbers = BookNumbers([book(3), book(5), book()], using: [.numbers])
  #expect(areClose(column("average rating", of: numbers), [-1, 1, 0]))
}

@Test func starsBecomeSharesMeanAndDeviation() {
  // Shares 1/2 and 1/2 of one and five stars: mean 3, deviation 2. All three stars: 3 and 0.
  // Shares 3/4 and 1/4 of one and five stars: mean 2, deviation √3.
  let numbers = BookNumbers(
    [book(stars: [2, 0, 0, 0, 2]), book(stars: [0, 0, 7, 0, 0]), book(stars: [3, 0, 0, 0, 1])],
    using: [.numbers])
  // 3, 3, 2 have the mean 8/3 and the deviation √2 / 3.
  #expect(
    areClose(
      column("mean of stars", of: numbers), [1 / rootOfTwo, 1 / rootOfTwo, -rootOfTwo])
  )
  let raw = [2, 0, 3.0.squareRoot()]
  let mean = raw.reduce(0, +) / 3
  let deviation = (raw.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 3).squareRoot()
  #expect(
    areClose(column("deviation of stars", of: numbers), raw.map { ($0 - mean) / deviation }))
  #expect(column("share of 2 stars", of: numbers) == nil, "the same for all")
}

@Test func aColumnThatTellsNoBooksApartIsLeftOut() {
  #expect(BookNumbers([book(4), book(4)], using: [.numbers]).names.isEmpty)
  #expect(BookNumbers([book(), book()], using: Set(BookPart.allCases)).names.isEmpty)
  #expect(BookNumbers([], using: Set(BookPart.allCases)).names.isEmpty)
}

@Test func agesAreLogarithmsThatEndInTheYear1800() {
  // Ages of 3, 213 and again 213 years: nothing tells Homer from Wordsworth.
  let numbers = BookNumbers(
    [book(year: 2010), book(year: 1800), book(year: -720)], using: [.numbers])
  #expect(
    areClose(
      column("log of age", of: numbers), [-rootOfTwo, 1 / rootOfTwo, 1 / rootOfTwo]))
}

@Test func dialectsAreOneLanguage() {
  let numbers = BookNumbers(
    [book(language: "eng"), book(language: "en-US"), book(language: "fre"), book()],
    using: [.language])
  #expect(
    areClose(
      column("in the commonest language", of: numbers),
      [1 / rootOfTwo, 1 / rootOfTwo, -rootOfTwo, 0]))
}

@Test func hugeNumbersDoNotBecomeNotNumbers() {
  let numbers = BookNumbers(
    [book(1e300), book(-1e300), book(1e158), book(2), book(3)], using: [.numbers])
  #expect(numbers.values.values.allSatisfy { $0.isFinite })
}

@Test(arguments: BookPart.allCases)
func aPartThatIsSwitchedOffHasNoColumns(part: BookPart) {
  let all = SmallCatalog.space(Set(BookPart.allCases))
  let without = SmallCatalog.space(Set(BookPart.allCases).subtracting([part]))
  let alone = SmallCatalog.space([part])
  /// How much of each part a space knows.
  func extent(_ space: BookSpace, _ part: BookPart) -> Int {
    switch part {
    case .authors: space.firstAuthors.count
    case .series: space.series.count
    case .language: space.numbers.names.count { $0.contains("language") }
    case .numbers: space.numbers.names.count { $0.contains("stars") || $0.contains("log of") }
    case .tags: space.tags.columns + space.tagColumns.columns
    case .toRead: space.toRead.columns
    }
  }
  #expect(extent(all, part) > 0)
  for other in BookPart.allCases {
    #expect(extent(without, other) == (other == part ? 0 : extent(all, other)), "\(other)")
    #expect(extent(alone, other) == (other == part ? extent(all, other) : 0), "\(other)")
  }
}

@Test func groupsAreOfTheSameName() {
  let groups = Groups(["b", nil, "a", "b", nil])
  #expect(groups.ids == [0, Groups.none, 1, 0, Groups.none] && groups.count == 2)
  #expect(Groups([nil, nil]).isEmpty)
}
