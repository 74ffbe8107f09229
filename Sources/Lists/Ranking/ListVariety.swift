import Kernels
import Parallelism

/// What lists offer beside relevance; see ``ListVariety`` for the formulas.
package struct VarietyMetrics: Sendable, Codable, Equatable {
  /// The mean intra-list diversity, 0 to 1.
  package var diversity: Double
  /// The Gini coefficient of how often each of the catalogue's books is listed, 0 to 1.
  package var exposureGini: Double
  /// The mean share of places with a relevant book that is not among the most popular ones, 0 to 1.
  package var serendipity: Double

  enum CodingKeys: String, CodingKey {
    case diversity, serendipity
    case exposureGini = "exposure_gini"
  }
}

/// Measures what lists offer beside relevance: how different their books are, and how much of it nobody needed telling.
///
/// - Intra-list diversity (Ziegler et al., "Improving Recommendation Lists Through Topic Diversification", WWW
///   2005): the mean of 1 − likeness over all pairs of books on a list. Alike are books that the same readers
///   have: likeness is |both| / √(|one| · |other|), the cosine of their columns of the known histories.
/// - Exposure: the Gini coefficient of how often each book of the catalogue is on a list; 0 where all are listed
///   equally often, towards 1 where few books are listed always (Fleder and Hosanagar, "Blockbuster Culture's Next
///   Rise or Fall", Management Science 55, 2009).
/// - Serendipity (Ge, Delgado-Battenfeld and Jannach, "Beyond Accuracy", RecSys 2010): the share of places with a
///   relevant book that the most popular list of the same length lacks.
package struct ListVariety: Sendable {
  private let readersOfBook: SparseRows
  private let popular: [[UInt32]]
  private let threads: Int

  /// Variety beside known histories, [readers × books].
  ///
  /// - Parameter popular: For each reader the most popular books that they do not have, best first.
  package init(histories: SparseRows, popular: [[UInt32]], threads: Int) {
    readersOfBook = histories.transposed
    self.popular = popular
    self.threads = threads
  }

  /// The variety of the first `k` places of lists.
  package func metrics(
    _ lists: [[UInt32]], relevant: [Set<UInt32>], atK k: Int
  ) -> VarietyMetrics {
    let judged = lists.indices.filter { !relevant[$0].isEmpty }
    return VarietyMetrics(
      diversity: diversity(judged.map { Array(lists[$0].prefix(k)) }),
      exposureGini: Self.gini(
        judged.flatMap { lists[$0].prefix(k) }, books: readersOfBook.rows),
      serendipity: serendipity(lists, relevant, judged, atK: k))
  }

  /// The mean of 1 − likeness over pairs of books, by list; lists without a pair do not count.
  private func diversity(_ lists: [[UInt32]]) -> Double {
    let paired = lists.filter { $0.count > 1 }
    let means = Parallel.map(paired.count, threads: threads) { index in
      let list = paired[index]
      var sum = 0.0
      for first in list.indices {
        for second in list[..<first] { sum += 1 - likeness(list[first], second) }
      }
      return sum / Double(list.count * (list.count - 1) / 2)
    }
    return means.reduce(0, +) / Double(max(1, means.count))
  }

  /// The cosine of who has both books.
  package func likeness(_ one: UInt32, _ other: UInt32) -> Double {
    let (first, second) = (readersOfBook[Int(one)], readersOfBook[Int(other)])
    guard !first.isEmpty, !second.isEmpty else { return 0 }
    var (i, j, both) = (first.lowerBound, second.lowerBound, 0)
    let readers = readersOfBook.indices
    while i < first.upperBound, j < second.upperBound {
      if readers[i] == readers[j] {
        (i, j, both) = (i + 1, j + 1, both + 1)
      } else if readers[i] < readers[j] {
        i += 1
      } else {
        j += 1
      }
    }
    return Double(both) / (Double(first.count) * Double(second.count)).squareRoot()
  }

  /// The mean share of the first `k` places with a relevant book that the popular list of `k` books lacks.
  private func serendipity(
    _ lists: [[UInt32]], _ relevant: [Set<UInt32>], _ judged: [Int], atK k: Int
  ) -> Double {
    let sum = judged.reduce(0) { sum, reader in
      let expected = Set(popular[reader].prefix(k))
      return sum
        + lists[reader].prefix(k).count { relevant[reader].contains($0) && !expected.contains($0) }
    }
    return Double(sum) / Double(max(1, judged.count * k))
  }

  /// The Gini coefficient of how often each of `books` books is in `listed`.
  ///
  /// With the counts rising, x(1) ≤ … ≤ x(n): Σ (2 i − n − 1) x(i) / (n Σ x).
  static func gini(_ listed: [UInt32], books: Int) -> Double {
    var counts = [Int](repeating: 0, count: books)
    for book in listed { counts[Int(book)] += 1 }
    guard !listed.isEmpty, books > 0 else { return 0 }
    let sum = counts.sorted().enumerated().reduce(0.0) { sum, entry in
      sum + Double(2 * (entry.offset + 1) - books - 1) * Double(entry.element)
    }
    return sum / (Double(books) * Double(listed.count))
  }
}
