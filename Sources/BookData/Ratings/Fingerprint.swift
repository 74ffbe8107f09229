import Parallelism

/// A short proof that two sets of ratings are the same.
package struct Fingerprint: Sendable, Codable, Equatable, CustomStringConvertible {
  /// The number of ratings.
  package var ratings: Int
  /// The number of readers.
  package var readers: Int
  /// The number of books.
  package var books: Int
  /// Sixteen hexadecimal digits that depend on every rating, its ids and its place in the file.
  package var digest: String

  /// The fingerprint of `ratings`, computed on up to `threads` threads.
  package init(_ ratings: Ratings, threads: Int) {
    let rows = ratings.rows
    let (readerKeys, bookKeys) = (ratings.readers.keys, ratings.books.keys)
    let partCount = (rows.count + Self.rowsPerPart - 1) / Self.rowsPerPart
    let sums = Parallel.map(partCount, threads: threads) { part in
      let start = part * Self.rowsPerPart
      return (start..<min(start + Self.rowsPerPart, rows.count)).reduce(UInt64(0)) { sum, i in
        let row = rows[i]
        let ids = readerKeys[Int(row.reader)] ^ (bookKeys[Int(row.book)] &* 3)
        return sum &+ mixed(mixed(ids &+ UInt64(i)) ^ UInt64(row.value.bitPattern))
      }
    }
    let text = String(sums.reduce(0, &+), radix: 16)
    digest = String(repeating: "0", count: 16 - text.count) + text
    self.ratings = rows.count
    readers = ratings.readers.count
    books = ratings.books.count
  }

  /// Counts and digest in a few words.
  package var description: String {
    "\(ratings) ratings of \(books) books by \(readers) readers, digest \(digest)"
  }

  private static let rowsPerPart = 1 << 16
}

extension Vocabulary {
  /// A number of 64 well-mixed bits for each id, which depends on the id alone: an integer has the same one
  /// among strings, so that one odd id more moves no rating to another part of a stable split.
  var keys: [UInt64] {
    switch ids {
    case .integers(let integers): integers.map(Self.key)
    case .strings(let strings):
      strings.map { id in
        id.integerId.map(Self.key)
          ?? id.utf8.reduce(UInt64(0x6f63_7461_766f)) { mixed($0 ^ UInt64($1)) }
      }
    }
  }

  private static func key(_ id: Int64) -> UInt64 { mixed(UInt64(bitPattern: id)) }
}
