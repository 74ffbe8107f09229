#if canImport(Glibc)
  import Glibc
#endif

/// What the first K places of one reader's list are worth, given the books that were relevant to them.
///
/// Let h(i) be 1 where the book at place i is relevant and 0 elsewhere, R the number of relevant books.
public struct ListQuality: Sendable, Equatable {
  /// Σ h(i) / log₂(i + 1), divided by the same sum of a perfect list: places 1 to min(K, R).
  public var ndcg: Double
  /// Relevant books on the list, divided by R.
  public var recall: Double
  /// Relevant books on the list, divided by min(K, R), so that a perfect list has 1.
  public var cappedRecall: Double
  /// Relevant books on the list, divided by K.
  public var precision: Double
  /// 1 / the place of the first relevant book; 0 without one.
  public var reciprocalRank: Double
  /// Σ h(i) · precision at i, divided by min(K, R).
  public var averagePrecision: Double
  /// 1 where at least one relevant book is on the list, else 0.
  public var hit: Double

  /// Judges a list in one pass.
  ///
  /// - Parameters:
  ///   - list: Books, best first, none twice; more than K are allowed, fewer count as missed places.
  ///   - relevant: The relevant books; at least one.
  ///   - k: How many places count, at least 1.
  public init(_ list: some Sequence<UInt32>, relevant: Set<UInt32>, atK k: Int) {
    precondition(k >= 1 && !relevant.isEmpty, "\(k) places, \(relevant.count) relevant books")
    let attainable = min(k, relevant.count)
    var (hits, gain, precisions, first) = (0, 0.0, 0.0, 0)
    for (index, book) in list.prefix(k).enumerated() where relevant.contains(book) {
      hits += 1
      gain += Self.discount(place: index + 1)
      precisions += Double(hits) / Double(index + 1)
      if first == 0 { first = index + 1 }
    }
    let best = (1...attainable).reduce(0.0) { $0 + Self.discount(place: $1) }
    ndcg = gain / best
    recall = Double(hits) / Double(relevant.count)
    cappedRecall = Double(hits) / Double(attainable)
    precision = Double(hits) / Double(k)
    reciprocalRank = first == 0 ? 0 : 1 / Double(first)
    averagePrecision = precisions / Double(attainable)
    hit = hits > 0 ? 1 : 0
  }

  private static func discount(place: Int) -> Double { 1 / log2(Double(place) + 1) }
}
