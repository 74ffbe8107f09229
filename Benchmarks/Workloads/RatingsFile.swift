import BookData
import Foundation
import Kernels
import Parallelism
import Support

extension Workload {
  /// Reading `ratings.csv`.
  static let ratingsFile = Set([1, Parallel.processorCount]).sorted().map { threads in
    Workload("reading 1,000,000 ratings on \(threads) \(threads == 1 ? "thread" : "threads")") {
      let file = try TextOfRatings(count: 1_000_000)
      let reader = RatingsReader(threads: threads)
      try file.check(try reader.read(file.path))
      return {
        guard (try? reader.read(file.path))?.rows.count == file.count else {
          preconditionFailure("\(file.path) was read before, and is not any more")
        }
      }
    }
  }
}

/// A file of made-up ratings; removed with the last reference.
private final class TextOfRatings {
  let path: String
  let count: Int
  private let text: String

  init(count: Int) throws {
    self.count = count
    var generator = SeededGenerator(seed: 6)
    var text = "user_id,book_id,rating\n"
    for row in 0..<count {
      // No reader rates a book twice: the row's number is spread over both.
      let book = row % 10_000
      let reader = 1 + row / 10_000 * 97 + Int(generator.uniform() * 97)
      text += "\(reader),\(book + 1),\(1 + Int(generator.uniform() * 5))\n"
    }
    self.text = text
    path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Compares what was read with the text split at commas.
  func check(_ ratings: Ratings) throws {
    let lines = text.split(separator: "\n").dropFirst()
    try require(
      ratings.rows.count == lines.count, "rows", "\(ratings.rows.count)", "\(lines.count)")
    for (row, line) in zip(ratings.rows, lines) {
      let found =
        "\(ratings.readers.text(at: row.reader)),\(ratings.books.text(at: row.book)),"
        + "\(Int(row.value))"
      try require(found == line, "a row", found, String(line))
    }
  }
}
