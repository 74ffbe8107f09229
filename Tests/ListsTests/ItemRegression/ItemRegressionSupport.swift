import BookData
import Kernels
import Lists

/// Readers and books as a checker-board: readers read books of their own parity, each but a few of them.
struct CheckerBoard {
  let readers = 30
  let books = 12

  /// The rating where the reader has read the book; books of the reader's own number are left open.
  var rows: [Rating] {
    (0..<readers).flatMap { reader in
      (0..<books).filter { $0 % 2 == reader % 2 && $0 / 2 != reader / 2 % 6 }.map { book in
        Rating(reader: UInt32(reader), book: UInt32(book), value: 5)
      }
    }
  }

  var histories: SparseRows { SparseRows(ratings: rows, readers: readers, books: books) }

  /// The one book of their parity that a reader lacks.
  func missing(_ reader: Int) -> UInt32 { UInt32(reader / 2 % 6 * 2 + reader % 2) }
}

extension ItemRegression {
  /// A regression for data of a few dozen readers.
  static func small(_ histories: SparseRows, further: [SideMatrix] = [], threads: Int = 2) throws
    -> ItemRegression
  {
    var configuration = RelevanceConfiguration()
    configuration.regularization = 1
    return try ItemRegression(
      fitting: histories, further: further, range: (1, 5), configuration: configuration,
      threads: threads)
  }
}
