import Kernels
import Testing

@testable import BookData
@testable import Lists

/// Item–item weights that serve later ratings.
@Suite struct KeptWeightsTests {
  private static let books = 12

  private func histories(books: Int = books, ofNew new: Int = 0) -> SparseRows {
    let rows = (0..<40).flatMap { reader in
      (0..<Self.books).compactMap { book -> Rating? in
        guard (reader * 7 + book * 5) % 4 < 2 else { return nil }
        return Rating(reader: UInt32(reader), book: UInt32(book), value: Float(1 + book % 5))
      }
    }
    let more = (0..<new).map { Rating(reader: UInt32($0), book: UInt32(books - 1), value: 4) }
    return SparseRows(ratings: rows + more, readers: 40, books: books)
  }

  private func fitted() throws -> ItemRegression {
    try ItemRegression(fitting: histories(), range: (1, 5), threads: 1)
  }

  private func kept(_ rows: [Int?], for histories: SparseRows) throws -> ItemRegression? {
    try fitted().taking(
      rows, for: histories, range: (1, 5), configuration: RelevanceConfiguration())
  }

  @Test func theSameBooksKeepEveryWeight() throws {
    let before = try fitted()
    let after = try #require(try kept(Array(0..<Self.books), for: histories()))
    #expect(after.weights.offsets == before.weights.offsets)
    #expect(after.weights.indices == before.weights.indices)
    #expect(after.weights.values == before.weights.values)
    #expect(after.precision == before.precision && after.priors == before.priors)
  }

  @Test func weightsMoveWithTheirBooks() throws {
    let before = try fitted()
    // A new book comes first, and book 5 is gone.
    let sources: [Int?] = [nil] + (0..<Self.books).filter { $0 != 5 }
    let moved = SparseRows(
      ratings: [Rating(reader: 0, book: 3, value: 5)], readers: 1, books: sources.count)
    let after = try #require(try kept(sources, for: moved))
    for (i, from) in sources.enumerated() {
      #expect(after.precision[i] == from.map { before.precision[$0] } ?? 0)
      for (j, to) in sources.enumerated() {
        let expected = from.flatMap { from in to.map { before.weights.element(from, UInt32($0)) } }
        #expect(after.weights.element(i, UInt32(j)) == expected ?? 0, "\(i), \(j)")
      }
    }
    #expect(after.priors[3] == 0.01 && after.priors[0] == 0, "popularity is that of the ratings")
  }

  @Test func booksThatNoWeightSpeaksForEndIt() throws {
    let sources: [Int?] = Array(0..<Self.books) + [nil]
    let total = histories().indices.count
    let few = histories(books: Self.books + 1, ofNew: total / 120)
    #expect(try kept(sources, for: few) != nil)
    let many = histories(books: Self.books + 1, ofNew: total / 60)
    #expect(try kept(sources, for: many) == nil)
  }
}
