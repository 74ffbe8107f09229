import Octavo
import Support

/// In which order the ratings of some readers stood, to notice the next night that they stand in another one.
///
/// What a job holds out by time it holds out by order: where a file is sorted anew, ratings that a model has
/// learned from become held-out ones, and count for nothing.
struct ReaderOrders: Sendable, Codable, Equatable {
  /// The ratings of one reader.
  struct Order: Sendable, Codable, Equatable {
    /// How many there were.
    var count: Int
    /// The CRC-32C of their books' ids in their order, in hexadecimal.
    var digest: String
  }

  /// By reader's id.
  private(set) var orders: [String: Order] = [:]

  /// So many readers are looked at, at equal distances among all of them.
  private static let readers = 500

  /// The orders of `ratings`.
  init(_ ratings: Ratings) {
    let step = max(1, ratings.readers.count / Self.readers)
    let chosen = stride(from: 0, to: ratings.readers.count, by: step).prefix(Self.readers)
    let books = ratings.books(ofReaders: Set(chosen.map(UInt32.init)))
    for (reader, books) in books {
      orders[ratings.readers.text(at: reader)] = Order(
        count: books.count, digest: Self.digest(books, ratings.books))
    }
  }

  /// The share of these readers whose first ratings stand in another order in `ratings`; nil where none is there.
  func shareReordered(in ratings: Ratings) -> Double? {
    let indices = orders.keys.compactMap { ratings.readers.index(of: $0) }
    guard !indices.isEmpty else { return nil }
    let reordered = ratings.books(ofReaders: Set(indices)).count { reader, books in
      guard let order = orders[ratings.readers.text(at: reader)] else { return false }
      return Self.digest(Array(books.prefix(order.count)), ratings.books) != order.digest
    }
    return Double(reordered) / Double(indices.count)
  }

  private static func digest(_ books: [UInt32], _ vocabulary: Vocabulary) -> String {
    var checksum = CRC32C()
    for book in books { checksum.update(Array((vocabulary.text(at: book) + "\n").utf8)) }
    return String(checksum.value, radix: 16)
  }
}

extension Ratings {
  /// The books of each of `readers`, in the order of the rows.
  fileprivate func books(ofReaders readers: Set<UInt32>) -> [UInt32: [UInt32]] {
    var isChosen = [Bool](repeating: false, count: self.readers.count)
    for reader in readers { isChosen[Int(reader)] = true }
    var books: [UInt32: [UInt32]] = [:]
    for row in rows where isChosen[Int(row.reader)] {
      books[row.reader, default: []].append(row.book)
    }
    return books
  }
}
