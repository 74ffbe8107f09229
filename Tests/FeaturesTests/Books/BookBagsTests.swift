import BookData
import Features
import Foundation
import Kernels
import Testing

/// The elements of one row by their columns.
private func row(_ index: Int, of matrix: SparseRows) -> [UInt32: Float] {
  Dictionary(
    uniqueKeysWithValues: matrix[index].map { (matrix.indices[$0], matrix.values[$0]) })
}

/// Four books with a tag on three of them, one on two, one on a single book and one on all.
private let tags = BookTags(
  names: ["fantasy", "dragons", "mine", "books"],
  entries: [
    .init(book: 0, tag: 0, count: 3), .init(book: 0, tag: 1, count: 1),
    .init(book: 0, tag: 3, count: 9),
    .init(book: 1, tag: 0, count: 1), .init(book: 1, tag: 1, count: 7),
    .init(book: 1, tag: 3, count: 1),
    .init(book: 2, tag: 0, count: 7), .init(book: 2, tag: 3, count: 2),
    .init(book: 3, tag: 2, count: 5), .init(book: 3, tag: 3, count: 4),
  ])

@Test func bagsOfTagsAreAsWorkedOutByHand() {
  let bags = tags.bags(books: 4)
  // "mine" is on one book and "books" on all: neither tells books apart.
  #expect(bags.rows == 4 && bags.columns == 2)
  // log 4 · √log(4/3) = 0.743553 and log 2 · √log 2 = 0.577083, over their length 0.941220.
  let first = row(0, of: bags)
  #expect(first.count == 2)
  #expect(abs(first[0, default: 0] - 0.789989) < 1e-5)
  #expect(abs(first[1, default: 0] - 0.613122) < 1e-5)
  // log 2 · √log(4/3) = 0.371777 and log 8 · √log 2 = 1.731247, over their length 1.770717.
  let second = row(1, of: bags)
  #expect(abs(second[0, default: 0] - 0.209958) < 1e-5)
  #expect(abs(second[1, default: 0] - 0.977710) < 1e-5)
  #expect(row(2, of: bags) == [0: 1])
  #expect(row(3, of: bags).isEmpty, "nothing is left of the last book's tags")
}

@Test func aTagNeedsMoreBooksWhereThereAreMany() {
  // 1000 books: a tag must be on ten of them.
  let entries = (0..<UInt32(19)).map { BookTags.Entry(book: $0, tag: $0 < 9 ? 0 : 1, count: 1) }
  let bags = BookTags(names: ["rare", "common"], entries: entries).bags(books: 1000)
  #expect(bags.columns == 1)
  #expect((0..<19).map { bags[$0].count } == (0..<19).map { $0 < 9 ? 0 : 1 })
}

@Test func bagsOfListsHaveLengthOneAndCosinesAsProducts() {
  let lists = ToReadLists(offsets: [0, 2, 4, 6], books: [0, 1, 1, 2, 0, 1], listOfReader: [])
  let bags = lists.bags(books: 4)
  #expect(bags.rows == 4 && bags.columns == 3)
  let gram = Matrix(rows: 4, columns: 4)
  SparseScratch(columns: 3).gram(of: bags, rows: [0, 1, 2, 3], into: gram)
  // Book 0 is on 2 lists, book 1 on these and another, which has book 2.
  let expected: [Float] = [
    1, 2 / 6.0.squareRoot(), 0, 0, 2 / 6.0.squareRoot(), 1, 1 / 3.0.squareRoot(), 0,
    0, 1 / 3.0.squareRoot(), 1, 0, 0, 0, 0, 0,
  ].map(Float.init)
  #expect(zip(gram.values, expected).allSatisfy { abs($0 - $1) < 1e-6 }, "\(gram.values)")
}
