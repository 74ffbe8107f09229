#if canImport(Glibc)
  import Glibc
#endif

/// How good lists of recommendations are: means over readers, and what the lists are made of.
///
/// Only readers with at least one relevant book count; see ``ListQuality`` for the formulas.
public struct RankingMetrics: Sendable, Codable, Equatable {
  /// How many places of each list count.
  public var k: Int
  /// The mean normalized discounted cumulative gain, 0 to 1.
  public var ndcg: Double
  /// The mean recall, 0 to 1.
  public var recall: Double
  /// The mean recall whose denominator is K where there are more relevant books, 0 to 1.
  public var cappedRecall: Double
  /// The mean precision, 0 to 1.
  public var precision: Double
  /// The mean reciprocal rank of the first relevant book, 0 to 1.
  public var mrr: Double
  /// The mean average precision, 0 to 1.
  public var map: Double
  /// The share of readers with at least one relevant book on their list.
  public var hitRate: Double
  /// The share of the catalogue's books that are on some list.
  public var coverage: Double
  /// The mean of −log₂(share of readers who have the book) over all listed books, in bits.
  ///
  /// High where lists hold little-known books. A book that nobody has counts as one that one reader has.
  public var novelty: Double
  /// The number of readers that the means are over.
  public var readers: Int
  /// What the lists offer beside relevance; nil where that was not measured.
  package var variety: VarietyMetrics?

  enum CodingKeys: String, CodingKey {
    case k, ndcg, recall, precision, mrr, map, coverage, novelty, readers, variety
    case cappedRecall = "capped_recall"
    case hitRate = "hit_rate"
  }

  /// Judges the lists of many readers.
  ///
  /// Sums run in the order of the readers, so the same lists give the same bits.
  ///
  /// - Parameters:
  ///   - lists: A list for each reader, best first; more than K books are allowed.
  ///   - relevant: The relevant books of the same readers; those with none do not count.
  ///   - catalogue: What is known of the books on the lists.
  ///   - k: How many places count, at least 1.
  public init(
    lists: [[UInt32]], relevant: [Set<UInt32>], catalogue: BookPopularity, atK k: Int
  ) {
    precondition(lists.count == relevant.count, "\(lists.count) lists, \(relevant.count) readers")
    let judged = zip(lists, relevant).filter { !$1.isEmpty }
    let qualities = judged.map { ListQuality($0, relevant: $1, atK: k) }
    func mean(_ value: KeyPath<ListQuality, Double>) -> Double {
      qualities.reduce(0) { $0 + $1[keyPath: value] } / Double(max(1, qualities.count))
    }
    self.k = k
    ndcg = mean(\.ndcg)
    recall = mean(\.recall)
    cappedRecall = mean(\.cappedRecall)
    precision = mean(\.precision)
    mrr = mean(\.reciprocalRank)
    map = mean(\.averagePrecision)
    hitRate = mean(\.hit)
    readers = qualities.count
    let listed = judged.flatMap { $0.0.prefix(k) }
    coverage = Double(Set(listed).count) / Double(max(1, catalogue.readersOfBook.count))
    novelty = listed.reduce(0) { $0 + catalogue.surprise($1) } / Double(max(1, listed.count))
  }
}

/// How many readers have each book.
public struct BookPopularity: Sendable, Equatable {
  /// The number of readers who have each book, [books].
  public let readersOfBook: [Int]
  /// The number of all readers.
  public let readers: Int

  /// Numbers counted elsewhere.
  public init(readersOfBook: [Int], readers: Int) {
    self.readersOfBook = readersOfBook
    self.readers = readers
  }

  /// −log₂ of the share of readers who have `book`; one reader at least.
  func surprise(_ book: UInt32) -> Double {
    log2(Double(max(1, readers)) / Double(max(1, readersOfBook[Int(book)])))
  }
}
