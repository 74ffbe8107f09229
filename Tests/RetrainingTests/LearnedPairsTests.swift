import BookData
import Foundation
import Support
import Testing

@testable import Retraining

@Suite struct LearnedPairsTests {
  private func ratings(_ pairs: [(String, String)]) -> Ratings {
    let readers = Vocabulary(strings: pairs.map(\.0))
    let books = Vocabulary(strings: pairs.map(\.1))
    let rows = pairs.compactMap { pair -> Rating? in
      guard let reader = readers.index(of: pair.0), let book = books.index(of: pair.1) else {
        return nil
      }
      return Rating(reader: reader, book: book, value: 3)
    }
    return Ratings(rows: rows, readers: readers, books: books)
  }

  private func contains(
    _ pairs: LearnedPairs, _ ratings: Ratings, _ reader: String, _ book: String
  ) -> Bool? {
    guard let reader = ratings.readers.index(of: reader), let book = ratings.books.index(of: book)
    else { return nil }
    return pairs.contains(reader: reader, book: book)
  }

  @Test func rowsAreLearnedAndOthersAreNot() {
    let all = ratings([("b", "x"), ("a", "y"), ("a", "x"), ("c", "y")])
    let pairs = LearnedPairs(all.rows.prefix(3), of: all)
    #expect(contains(pairs, all, "b", "x") == true && contains(pairs, all, "a", "y") == true)
    #expect(contains(pairs, all, "b", "y") == false && contains(pairs, all, "c", "y") == false)
    #expect(!pairs.contains(reader: 3, book: 0) && !pairs.contains(reader: 0, book: 9))
  }

  @Test func whatEarlierModelsLearnedStaysLearnedWhateverItsIndices() {
    let before = ratings([("m", "x"), ("m", "z"), ("gone", "x"), ("n", "gone")])
    let earlier = LearnedPairs(before.rows[...], of: before)
    let now = ratings([("a", "w"), ("m", "x"), ("m", "y"), ("n", "z"), ("m", "z")])
    let pairs = LearnedPairs(
      now.rows[2..<4], of: now, andOf: (earlier, before.readers, before.books))
    #expect(contains(pairs, now, "m", "x") == true && contains(pairs, now, "m", "z") == true)
    #expect(contains(pairs, now, "m", "y") == true && contains(pairs, now, "n", "z") == true)
    #expect(contains(pairs, now, "a", "w") == false && contains(pairs, now, "n", "x") == false)
    #expect(pairs.books.count == 4, "no pair twice")
  }

  @Test func pairsAreReadAsTheyWereWritten() throws {
    let all = ratings([("b", "x"), ("a", "y"), ("a", "x"), ("c", "y")])
    let pairs = LearnedPairs(all.rows[...], of: all)
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("pairs-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try TensorFile.write(pairs.tensors, to: path)
    let file = try TensorFile.read(path)
    #expect(try LearnedPairs(file, readers: 3, books: 2) == pairs)
    #expect(throws: CheckpointError.self) { try LearnedPairs(file, readers: 2, books: 2) }
    #expect(throws: CheckpointError.self) { try LearnedPairs(file, readers: 3, books: 1) }
    try TensorFile.write(
      [
        NamedTensor(name: "learned.offsets", shape: [3], values: [0, 3, 2] as [UInt32]),
        NamedTensor(name: "learned.books", shape: [2], values: [0, 1] as [UInt32]),
      ], to: path)
    let falling = try TensorFile.read(path)
    #expect(throws: CheckpointError.self) { try LearnedPairs(falling, readers: 2, books: 2) }
  }
}
