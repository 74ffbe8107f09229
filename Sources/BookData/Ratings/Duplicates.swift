import Parallelism

/// Finds ratings whose reader and book occur again further down.
///
/// Readers are dealt out in ranges. A worker gathers the books of its readers, reader by reader, and marks
/// each book with the reader who was last seen with it: 4 bytes a rating, for the ranges at work alone.
/// Only where a reader has a book twice are the positions of that reader's rows gathered as well.
struct Duplicates: Sendable {
  let rows: [Rating]
  /// How many rows each reader has.
  let counts: [Int]
  let bookCount: Int

  init(rows: [Rating], readers: Int, books: Int, threads: Int) {
    self.rows = rows
    bookCount = books
    counts = Self.counts(rows, readers: readers, threads: threads)
  }

  private static func counts(_ rows: [Rating], readers: Int, threads: Int) -> [Int] {
    let parts = Parallel.ranges(rows.count, parts: threads)
    let counts = Parallel.map(parts.count, threads: threads) { part in
      var counts = [Int](repeating: 0, count: readers)
      for index in parts[part] { counts[Int(rows[index].reader)] += 1 }
      return counts
    }
    return counts.dropFirst().reduce(into: counts[0]) { sums, counts in
      for reader in 0..<readers { sums[reader] += counts[reader] }
    }
  }

  /// The positions of the rows to drop: all but the last of each (reader, book) pair.
  func positions(threads: Int) -> [Int] {
    let ranges = readerRanges(parts: threads)
    return Parallel.map(ranges.count, threads: threads) { part in
      positions(readers: ranges[part])
    }.flatMap(\.self)
  }

  /// Neighbouring ranges of readers with about the same number of rows.
  private func readerRanges(parts: Int) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = 0
    var total = 0
    for (reader, count) in counts.enumerated() {
      total += count
      if total * parts >= rows.count * (ranges.count + 1) || reader == counts.count - 1 {
        ranges.append(start..<reader + 1)
        start = reader + 1
      }
    }
    return ranges
  }

  private func positions(readers: Range<Int>) -> [Int] {
    let repeated = readersWithRepeatedBooks(readers)
    guard !repeated.isEmpty else { return [] }
    let (indices, ends) = rowIndices(of: repeated, in: readers)
    var lastSeenWith = [Int](repeating: -1, count: bookCount)
    var dropped: [Int] = []
    for (group, range) in zip([0] + ends, ends).map({ $0..<$1 }).enumerated() {
      for index in indices[range].reversed() {
        let book = Int(rows[Int(index)].book)
        if lastSeenWith[book] == group { dropped.append(Int(index)) }
        lastSeenWith[book] = group
      }
    }
    return dropped
  }

  /// Those of `readers` with a book twice, in rising order.
  private func readersWithRepeatedBooks(_ readers: Range<Int>) -> [Int] {
    let (books, ends) = booksByReader(readers)
    var lastSeenWith = [UInt32](repeating: .max, count: bookCount)
    var repeated: [Int] = []
    var start = 0
    for group in 0..<readers.count {
      var isRepeated = false
      for position in start..<Int(ends[group]) {
        let book = Int(books[position])
        isRepeated = isRepeated || lastSeenWith[book] == UInt32(group)
        lastSeenWith[book] = UInt32(group)
      }
      if isRepeated { repeated.append(readers.lowerBound + group) }
      start = Int(ends[group])
    }
    return repeated
  }

  /// The books of `readers`, reader by reader, and where each reader's end.
  ///
  /// Rows of other readers go to a last place, over and over: no branch to guess wrong.
  private func booksByReader(_ readers: Range<Int>) -> (books: [UInt32], ends: [UInt32]) {
    let others = UInt(readers.count)
    var cursors: [UInt32] = [0]
    for reader in readers { cursors.append(cursors[cursors.count - 1] + UInt32(counts[reader])) }
    var books = [UInt32](repeating: 0, count: Int(cursors[readers.count]) + 1)
    for row in rows {
      let group = min(UInt(row.reader) &- UInt(readers.lowerBound), others)
      let position = cursors[Int(group)]
      books[Int(position)] = row.book
      cursors[Int(group)] = position &+ (group < others ? 1 : 0)
    }
    return (books, cursors)
  }

  /// Where the rows of `chosen` stand, reader by reader, and where each reader's end.
  private func rowIndices(
    of chosen: [Int], in readers: Range<Int>
  ) -> (indices: [UInt32], ends: [Int]) {
    var groups = [Int](repeating: -1, count: readers.count)
    var cursors = [0]
    for (group, reader) in chosen.enumerated() {
      groups[reader - readers.lowerBound] = group
      cursors.append(cursors[group] + counts[reader])
    }
    var indices = [UInt32](repeating: 0, count: cursors.removeLast())
    for (index, row) in rows.enumerated() where readers.contains(Int(row.reader)) {
      let group = groups[Int(row.reader) - readers.lowerBound]
      guard group >= 0 else { continue }
      indices[cursors[group]] = UInt32(index)
      cursors[group] += 1
    }
    return (indices, cursors)
  }
}
