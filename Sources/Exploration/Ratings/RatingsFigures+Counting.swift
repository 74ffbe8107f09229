import BookData
import Parallelism

extension RatingsFigures {
  private static let sliceCount = 100
  private static let gridSize = (readers: 24, books: 40)

  /// The figures of at least one rating; no pair occurs twice.
  init?(_ ratings: Ratings, titles: [String: String], threads: Int) {
    let rows = ratings.rows
    let counter = ValueCounter(ratings: rows, threads: threads)
    let counts = (
      readers: rows.counts(of: \.reader, count: ratings.readers.count, threads: threads),
      books: rows.readerships(by: \.book, count: ratings.books.count)
    )
    guard let perReader = Spread(counts.readers.filter { $0 > 0 }),
      let perBook = Spread(counts.books.map(\.count).filter { $0 > 0 })
    else { return nil }
    self.ratings = rows.count
    readers = perReader.summary.count
    books = perBook.summary.count
    density = Double(rows.count) / Double(readers) / Double(books)
    mean = counter.sum / Double(rows.count)
    values = counter.entries
    (self.perReader, self.perBook) = (perReader, perBook)
    popularity = [Fan](
      counts.books.lazy.filter { $0.count > 0 }.map { (size: $0.count, value: $0.mean) })
    readerMeans = MeanRanges(
      rows.readerships(by: \.reader, count: ratings.readers.count).filter { $0.count > 0 }
        .map(\.mean), from: values.first?.value ?? 0, to: values.last?.value ?? 0)
    order = Self.order(rows, readers: ratings.readers.count, threads: threads)
    grid = Self.grid(rows, readers: counts.readers, books: counts.books.map(\.count), threads)
    let ranking = BookRanking(
      books: counts.books, ids: ratings.books, titles: titles, mean: mean,
      weight: perBook.summary.median)
    mostRated = ranking.mostRated
    bestRated = ranking.bestRated
    bestRatedWeight = ranking.weight
    mostDivisive = ranking.mostDivisive
  }

  private static func order(_ rows: [Rating], readers: Int, threads: Int) -> [Slice] {
    let parts = Parallel.ranges(rows.count, parts: min(sliceCount, rows.count))
    let sums = Parallel.map(parts.count, threads: threads) { part in
      rows[parts[part]].reduce(0.0) { $0 + Double($1.value) }
    }
    var isKnown = [Bool](repeating: false, count: readers)
    return zip(parts, sums).map { part, sum in
      var newReaders = 0
      for row in rows[part] where !isKnown[Int(row.reader)] {
        isKnown[Int(row.reader)] = true
        newReaders += 1
      }
      return Slice(ratings: part.count, mean: sum / Double(part.count), newReaders: newReaders)
    }
  }

  private static func grid(
    _ rows: [Rating], readers: [Int], books: [Int], _ threads: Int
  ) -> [[Double]] {
    let readerGroups = Groups(readers, parts: gridSize.readers)
    let bookGroups = Groups(books, parts: gridSize.books)
    let width = bookGroups.sizes.count
    let cells = readerGroups.sizes.count * width
    let parts = Parallel.ranges(rows.count, parts: threads)
    let counts = Parallel.map(parts.count, threads: threads) { part in
      rows[parts[part]].reduce(into: [Int](repeating: 0, count: cells)) { counts, row in
        counts[readerGroups.group[Int(row.reader)] * width + bookGroups.group[Int(row.book)]] += 1
      }
    }
    return readerGroups.sizes.indices.map { y in
      bookGroups.sizes.indices.map { x in
        let count = counts.reduce(0) { $0 + $1[y * width + x] }
        return Double(count) / Double(readerGroups.sizes[y]) / Double(bookGroups.sizes[x])
      }
    }
  }
}

/// Things in groups of nearly equal size, those with the highest counts first.
private struct Groups: Sendable {
  /// The group of each thing.
  let group: [Int]
  /// How many things each group has.
  let sizes: [Int]

  /// Equal counts stay in their order; things that occur nowhere come last.
  init(_ counts: [Int], parts: Int) {
    let sorted = counts.indices.sorted { (counts[$1], $0) < (counts[$0], $1) }
    let ranges = Parallel.ranges(sorted.count, parts: min(parts, sorted.count))
    var group = [Int](repeating: 0, count: counts.count)
    for (number, range) in ranges.enumerated() {
      for place in range { group[sorted[place]] = number }
    }
    self.group = group
    sizes = ranges.map(\.count)
  }
}
