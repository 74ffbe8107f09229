import Parallelism

/// Dense indices for raw ids, in the order of the ids.
enum DenseIds: Sendable {
  /// By raw id.
  case table([UInt32])
  /// For ids too far apart for a table.
  case dictionary([UInt32: UInt32])

  subscript(_ id: UInt32) -> UInt32 {
    switch self {
    case .table(let table): table[Int(id)]
    case .dictionary(let dictionary): dictionary[id, default: 0]
    }
  }

  /// Finds the distinct ids, given in parallel pieces.
  ///
  /// - Parameter largest: The largest id.
  /// - Returns: The ids in rising order, and their indices.
  static func find(
    _ id: @Sendable (Rating) -> UInt32, in rows: [Rating], largest: UInt32, threads: Int
  ) -> (ids: [UInt32], indices: DenseIds) {
    let ranges = Parallel.ranges(rows.count, parts: threads)
    // A table of one byte an id for each thread, as long as it stays small beside the rows.
    if Int(largest) < max(1 << 20, rows.count) {
      return numbered(marked: marks(id, rows, ranges, largest, threads))
    }
    let sets = Parallel.map(ranges.count, threads: threads) { part in
      ranges[part].reduce(into: Set<UInt32>()) { $0.insert(id(rows[$1])) }
    }
    let ids = sets.reduce(Set()) { $0.union($1) }.sorted()
    let pairs = zip(ids, 0..<UInt32(ids.count)).map { ($0, $1) }
    return (ids, .dictionary(Dictionary(uniqueKeysWithValues: pairs)))
  }

  private static func marks(
    _ id: @Sendable (Rating) -> UInt32, _ rows: [Rating], _ ranges: [Range<Int>],
    _ largest: UInt32, _ threads: Int
  ) -> [[Bool]] {
    Parallel.map(ranges.count, threads: threads) { part in
      var marks = [Bool](repeating: false, count: Int(largest) + 1)
      for row in ranges[part] { marks[Int(id(rows[row]))] = true }
      return marks
    }
  }

  private static func numbered(marked marks: [[Bool]]) -> (ids: [UInt32], indices: DenseIds) {
    let length = marks.first?.count ?? 0
    var table = [UInt32](repeating: 0, count: length)
    var ids: [UInt32] = []
    for id in 0..<length where marks.contains(where: { $0[id] }) {
      table[id] = UInt32(ids.count)
      ids.append(UInt32(id))
    }
    return (ids, .table(table))
  }
}

extension [Rating] {
  /// Puts dense indices in the place of raw ids.
  ///
  /// - Returns: The raw ids in rising order.
  mutating func makeDense(
    largest: Rating, threads: Int
  ) -> (readers: [UInt32], books: [UInt32]) {
    let readers = DenseIds.find(\.reader, in: self, largest: largest.reader, threads: threads)
    let books = DenseIds.find(\.book, in: self, largest: largest.book, threads: threads)
    let parts = Parallel.ranges(count, parts: threads)
    Parallel.mutateParts(of: &self, parts: parts, threads: threads) { _, rows in
      for index in 0..<rows.count {
        rows[index].reader = readers.indices[rows[index].reader]
        rows[index].book = books.indices[rows[index].book]
      }
    }
    return (readers.ids, books.ids)
  }
}
