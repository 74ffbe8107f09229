import Support
import Testing

@testable import Synthesis

/// Expects one row a book in `books.csv`, whose counts are those of `ratings.csv`.
func expectBooks(in folder: String, count: Int) throws {
  let books = try rows(of: folder + "/books.csv")
  #expect(books.map { $0[0] } == (1...count).map(String.init))
  #expect(books.allSatisfy { $0.count == 23 })
  #expect(Set(books.map { $0[1] }).count == count)
  #expect(books.allSatisfy { $0[0] != $0[1] && !$0[7].isEmpty && !$0[10].isEmpty })
  var counts = Array(repeating: [0, 0, 0, 0, 0], count: count)
  for row in try numbers(of: folder + "/ratings.csv") { counts[row[1] - 1][row[2] - 1] += 1 }
  for (book, histogram) in zip(books, counts) {
    let total = histogram.reduce(0, +)
    #expect(book[16...20].map { Int($0) } == histogram, "book \(book[0])")
    #expect(Int(book[13]) == total, "book \(book[0])")
    let sum = zip(1...5, histogram).reduce(0) { $0 + $1.0 * $1.1 }
    let mean = total == 0 ? 0 : Double(sum) / Double(total)
    #expect(abs(try #require(Double(book[12])) - mean) < 0.005_001, "book \(book[0])")
  }
}

/// Expects that every row of `book_tags.csv` names a book and a tag, once.
func expectTags(in folder: String) throws {
  let tags = try rows(of: folder + "/tags.csv")
  #expect(tags.map { $0[0] } == tags.indices.map(String.init))
  #expect(Set(tags.map { $0[1] }).count == tags.count)
  let books = Set(try rows(of: folder + "/books.csv").compactMap { Int($0[1]) })
  let links = try numbers(of: folder + "/book_tags.csv")
  #expect(Set(links.map { $0[0] }) == books)
  #expect(links.allSatisfy { $0.count == 3 && tags.indices.contains($0[1]) && $0[2] >= 0 })
  #expect(Set(links.map { [$0[0], $0[1]] }).count == links.count)
}
