import Kernels

extension BookSpace {
  /// What is compared by cosines, and the term that it is: bags whose rows have length 1 or 0.
  var bags: [(term: KernelTerm, rows: SparseRows)] {
    var result: [(term: KernelTerm, rows: SparseRows)] = []
    if tags.columns > 0 { result.append((.tags, tags)) }
    if toRead.columns > 0 { result.append((.toRead, toRead)) }
    for (place, attribute) in attributes.enumerated() {
      if case .categories(let bags) = attribute.content { result.append((.attribute(place), bags)) }
    }
    return result
  }

  /// The largest table that is made, in bytes: two kinds of bags of 16,000 books.
  private static let largestTable = 1 << 29
  /// Fewer comparisons take no time worth saving.
  private static let fewComparisons = 1 << 22

  /// All cosines of books, in the order of ``bags``, where that is less work than `comparisons` of two books; else nil.
  func cosineTable(for comparisons: Int, threads: Int) -> CosineTable? {
    let bags = self.bags
    guard !bags.isEmpty, comparisons > max(Self.fewComparisons, count * (count + 1) / 2),
      CosineTable.bytes(rows: count, matrices: bags.count) <= Self.largestTable
    else { return nil }
    return CosineTable(bags.map(\.rows), threads: threads)
  }
}

extension Histories {
  /// How often a reader's features compare two books: the reader's with each other, and `others` with each of them.
  func comparisons(of reader: Int, with others: Int) -> Int {
    guard reader < count else { return 0 }
    let own = min(places(of: reader).count, HistoryModel.longestHistory)
    return own * own / 2 + own * others
  }

  /// As ``comparisons(of:with:)``, of all readers' own ratings.
  var comparisonsOfOwn: Int { (0..<count).reduce(0) { $0 + comparisons(of: $1, with: 0) } }

  /// As ``comparisons(of:with:)``, of the readers of pairs with those pairs' books.
  func comparisons(ofReaders readers: some Sequence<UInt32>) -> Int {
    var asked = [Int](repeating: 0, count: count + 1)
    for reader in readers { asked[Int(reader)] += 1 }
    return asked.enumerated().reduce(0) { sum, one in
      one.element == 0 ? sum : sum + comparisons(of: one.offset, with: one.element)
    }
  }
}
