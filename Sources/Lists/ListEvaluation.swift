public import BookData
public import Kernels
import Parallelism

/// How good lists are, measured on ratings that the model has not seen.
///
/// Relevant are the books that a reader rated `relevantFrom` or more in the test ratings. Candidates are all
/// books that the reader's known history lacks: every one, never a sample.
public struct ListEvaluation: Sendable {
  private let histories: SparseRows
  private let relevant: [Set<UInt32>]
  /// How many known readers have test ratings, and no book among them that a list of theirs could hold and
  /// that they rated high enough: nothing can be measured for them.
  package let readersWithoutRelevantBook: Int
  private let popularity: BookPopularity
  private let threads: Int

  /// An evaluation on test ratings.
  ///
  /// - Parameters:
  ///   - tests: Ratings by indices of the model's vocabularies; others are passed over,
  ///     and so are books that the reader's history has.
  ///   - histories: The ratings that the model knows, [readers × books].
  ///   - relevantFrom: The least rating of a relevant book.
  ///   - threads: How many threads work; the result does not depend on it.
  public init(
    tests: some Sequence<Rating>, histories: SparseRows, relevantFrom: Float, threads: Int
  ) {
    self.histories = histories
    self.threads = threads
    var relevant = [Set<UInt32>](repeating: [], count: histories.rows)
    var isTested = [Bool](repeating: false, count: histories.rows)
    for row in tests where row.reader < histories.rows {
      isTested[Int(row.reader)] = true
      guard row.book < histories.columns else { continue }
      let isKnown = histories.place(Int(row.reader), row.book) != nil
      if row.value >= relevantFrom, !isKnown { relevant[Int(row.reader)].insert(row.book) }
    }
    self.relevant = relevant
    readersWithoutRelevantBook = zip(isTested, relevant).count { $0 && $1.isEmpty }
    var readersOfBook = [Int](repeating: 0, count: histories.columns)
    for book in histories.indices { readersOfBook[Int(book)] += 1 }
    popularity = BookPopularity(readersOfBook: readersOfBook, readers: histories.rows)
  }

  /// The quality of the lists that `list` makes, for each number of places in `ks`.
  ///
  /// - Parameter list: At least as many books as the largest of `ks` for a profile, best first.
  package func metrics(
    atEach ks: [Int], _ list: @Sendable (ReaderProfile) -> [UInt32]
  ) -> [RankingMetrics] {
    let lists = Parallel.map(histories.rows, threads: threads) { reader in
      relevant[reader].isEmpty ? [] : list(ReaderProfile(reader: UInt32(reader), in: histories))
    }
    return metrics(atEach: ks, of: lists, beside: popularLists(ks.max() ?? 0))
  }

  /// The quality of giving everybody the most popular books that they do not have.
  public func popularityMetrics(atEach ks: [Int]) -> [RankingMetrics] {
    let lists = popularLists(ks.max() ?? 0)
    return metrics(atEach: ks, of: lists, beside: lists)
  }

  /// The quality of lists, one for each reader with a relevant book, beside the most popular books.
  private func metrics(
    atEach ks: [Int], of lists: [[UInt32]], beside popular: [[UInt32]]
  ) -> [RankingMetrics] {
    let variety = ListVariety(histories: histories, popular: popular, threads: threads)
    return ks.map { k in
      var metrics = RankingMetrics(
        lists: lists, relevant: relevant, catalogue: popularity, atK: k)
      metrics.variety = variety.metrics(lists, relevant: relevant, atK: k)
      return metrics
    }
  }

  /// For each reader with a relevant book the most popular books that they do not have.
  private func popularLists(_ count: Int) -> [[UInt32]] {
    let popular = Popularity(histories)
    return Parallel.map(histories.rows, threads: threads) { reader in
      guard !relevant[reader].isEmpty else { return [] }
      return topIndices(count, of: popular.shares) {
        histories.place(reader, UInt32($0)) == nil
      }.map(UInt32.init)
    }
  }
}
