import Octavo
import Support

/// Which ratings a model has learned from, itself or through the models that it started from.
///
/// Compressed rows over the indices of the model's vocabularies, books rising within a reader.
struct LearnedPairs: Sendable, Equatable {
  /// Where each reader's books begin, [readers + 1].
  private(set) var offsets: [UInt32]
  /// Indices of books.
  private(set) var books: [UInt32]

  /// The pairs of `rows`, and those that `earlier` ones have learned from, as far as their ids are here.
  init(
    _ rows: ArraySlice<Rating>, of ratings: Ratings,
    andOf earlier: (pairs: LearnedPairs, readers: Vocabulary, books: Vocabulary)? = nil
  ) {
    var keys = rows.map { Self.key($0.reader, $0.book) }
    if let earlier {
      keys += earlier.pairs.keys(readers: earlier.readers, books: earlier.books, in: ratings)
    }
    keys.sort()
    offsets = [UInt32](repeating: 0, count: ratings.readers.count + 1)
    books = []
    books.reserveCapacity(keys.count)
    var last: UInt64?
    for key in keys where key != last {
      offsets[Int(key >> 32) + 1] += 1
      books.append(UInt32(truncatingIfNeeded: key))
      last = key
    }
    for reader in 0..<ratings.readers.count { offsets[reader + 1] += offsets[reader] }
  }

  /// The number of pairs.
  var count: Int { books.count }

  /// Whether a rating of this reader and book was learned from.
  func contains(reader: UInt32, book: UInt32) -> Bool {
    guard Int(reader) + 1 < offsets.count else { return false }
    return books[Int(offsets[Int(reader)])..<Int(offsets[Int(reader) + 1])].containsInOrder(book)
  }

  private static func key(_ reader: UInt32, _ book: UInt32) -> UInt64 {
    UInt64(reader) << 32 | UInt64(book)
  }

  /// The pairs as keys of other vocabularies.
  private func keys(readers: Vocabulary, books: Vocabulary, in ratings: Ratings) -> [UInt64] {
    let newBook = (0..<UInt32(books.count)).map { ratings.books.index(of: books.text(at: $0)) }
    var keys: [UInt64] = []
    for reader in 0..<UInt32(readers.count) {
      guard let newReader = ratings.readers.index(of: readers.text(at: reader)) else { continue }
      for book in self.books[Int(offsets[Int(reader)])..<Int(offsets[Int(reader) + 1])] {
        if let newBook = newBook[Int(book)] { keys.append(Self.key(newReader, newBook)) }
      }
    }
    return keys
  }
}

// MARK: - Files

extension LearnedPairs {
  private static let offsetsName = "learned.offsets"
  private static let booksName = "learned.books"

  /// The pairs as tensors.
  var tensors: [NamedTensor] {
    [
      NamedTensor(name: Self.offsetsName, shape: [offsets.count], values: offsets),
      NamedTensor(name: Self.booksName, shape: [books.count], values: books),
    ]
  }

  /// Reads ``tensors`` of a model with so many readers and books.
  ///
  /// - Throws: `CheckpointError`.
  init(_ file: TensorFile, readers: Int, books bookCount: Int) throws(CheckpointError) {
    offsets = try file.integers(Self.offsetsName, shape: [readers + 1])
    books = try file.integers(Self.booksName, shape: [Int(offsets.last ?? 0)])
    guard offsets.first == 0, zip(offsets, offsets.dropFirst()).allSatisfy({ $0 <= $1 }),
      books.allSatisfy({ $0 < bookCount })
    else {
      throw .invalidHeader(
        path: file.path, offset: 0, reason: "expected rising offsets and books of the vocabulary")
    }
  }
}
