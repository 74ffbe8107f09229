import BookData
import Foundation
import Octavo
import Testing

@testable import Retraining

@Suite struct ReaderOrdersTests {
  private func ratings(_ books: [[Int64]]) -> Ratings {
    let rows = books.enumerated().flatMap { reader, books in
      books.map { Rating(reader: UInt32(reader), book: UInt32($0), value: 3) }
    }
    return Ratings(
      rows: rows, readers: Vocabulary(integers: (0..<Int64(books.count)).map { 10 * $0 }),
      books: Vocabulary(integers: 0..<40))
  }

  private let before: [[Int64]] = [[1, 2, 3], [4, 5], [6, 7, 8, 9]]

  @Test func rowsThatAreOnlyAddedAreInOrder() {
    let after = ratings([[1, 2, 3, 9], [4, 5, 1, 2], [6, 7, 8, 9], [3, 2]])
    #expect(ReaderOrders(ratings(before)).shareReordered(in: after) == 0)
  }

  @Test func readersWhoseEarlierRatingsMovedAreCounted() {
    let after = ratings([[2, 1, 3], [4, 5], [9, 6, 7, 8]])
    #expect(ReaderOrders(ratings(before)).shareReordered(in: after) == 2.0 / 3)
  }

  @Test func ratingsOfOthersTellNothing() {
    let others = Ratings(
      rows: [Rating(reader: 0, book: 0, value: 1)], readers: Vocabulary(integers: [7]),
      books: Vocabulary(integers: [1]))
    #expect(ReaderOrders(ratings(before)).shareReordered(in: others) == nil)
  }

  @Test func ofManyReadersSomeAreLookedAt() {
    let many = ratings((0..<2600).map { [$0 % 40, ($0 + 1) % 40] })
    #expect(ReaderOrders(many).orders.count == 500)
  }

  @Test func theyAreKeptWithTheRecord() throws {
    let folder = FileManager.default.temporaryDirectory.path + "/orders-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let record = DataRecord(ratings(before))
    try record.write(to: folder)
    #expect(try DataRecord(reading: folder).orders == ReaderOrders(ratings(before)))
    try FileManager.default.removeItem(atPath: folder + "/orders.json")
    #expect(try DataRecord(reading: folder).orders == nil)
  }
}
