import BookData
import Kernels
import Lists
import Parallelism

/// What a page needs to make lists by relevance without a program behind it: the regression, thinned for size.
package struct HandMadeLists: Sendable {
  /// The books, in the order of their indices.
  package let books: [BookDetails]
  /// What popularity adds to each book's score, [books].
  package let priors: [Float]
  /// What a level of a book's weights is worth, [books].
  package let units: [Float]
  /// For each book the number of its weights, and for each of them the way from the book before it and its level.
  ///
  /// Numbers come in groups of seven bits, the lowest first, all but the last with the eighth bit set; levels are
  /// whole numbers of two bytes, the lower first.
  package let weights: [UInt8]
  /// How much a rating counts, at equal steps from the lowest to the highest.
  package let inputs: (lowest: Float, highest: Float, weights: [Float])
  /// The ratings that somebody can give, rising.
  package let ratings: [Float]
  /// How many weights a book has at most, here and in the model.
  package let kept: Int, all: Int
  /// The mean NDCG@10 of lists by these weights, and by all of the model's, for books that the training held out;
  /// nil where it held out none.
  package let ndcg: (thinned: Double, whole: Double)?

  /// So many different ratings can be offered one by one.
  private static let mostRatings = 11
  /// How many readers' lists the loss is measured on, at equal distances.
  private static let measuredReaders = 2000

  /// The lists of a model with at most `count` weights for each book; nil for a model without lists.
  ///
  /// - Parameter threads: How many threads work; the result does not depend on it.
  package init?(_ model: Model, weightsOfBook count: Int, threads: Int) {
    guard let lists = model.lists else { return nil }
    let histories = lists.histories
    var readersOfBook = [Int](repeating: 0, count: histories.columns)
    for book in histories.indices { readersOfBook[Int(book)] += 1 }
    let whole = lists.relevance
    let (thin, columns) = whole.thinned(
      to: count, readersOfBook: readersOfBook, threads: threads)
    let byTarget = whole.weights.transposed
    (books, priors, units) = (lists.books, thin.priors, columns.map(\.unit))
    weights = columns.flatMap(\.bytes)
    inputs = (thin.scale.lowest, thin.scale.highest, thin.scale.weights)
    kept = columns.map(\.sources.count).max() ?? 0
    all = (0..<byTarget.rows).map { byTarget[$0].count }.max() ?? 0
    ratings = Self.ratings(histories.values, model.manifest.ratingRange)
    let evaluation = HeldOutBooks(model.rated, histories, atMost: Self.measuredReaders)
    ndcg =
      evaluation.isEmpty
      ? nil
      : (evaluation.ndcg(thin, threads: threads), evaluation.ndcg(whole, threads: threads))
  }

  /// The values that occur, or as many between the lowest and the highest where there are too many.
  private static func ratings(_ values: [Float], _ range: RatingRange) -> [Float] {
    let found = Set(values).sorted()
    guard found.count > mostRatings else { return found }
    let step = (range.highest - range.lowest) / Float(mostRatings - 1)
    return (0..<mostRatings).map { range.lowest + Float($0) * step }
  }
}

/// Books that readers have rated and that no list maker knows of: what lists should find.
private struct HeldOutBooks {
  private let histories: SparseRows
  private let relevant: [Set<UInt32>]
  private let readers: [UInt32]

  /// The books of at most so many readers, at equal distances.
  init(_ rated: RatedBooks, _ histories: SparseRows, atMost limit: Int) {
    self.histories = histories
    let all = (0..<UInt32(histories.rows)).map { reader in
      Set(rated[reader].filter { histories.place(Int(reader), $0) == nil })
    }
    let able = (0..<UInt32(histories.rows)).filter { !all[Int($0)].isEmpty }
    let wanted = min(able.count, limit)
    readers = (0..<wanted).map { able[$0 * able.count / wanted] }
    relevant = readers.map { all[Int($0)] }
  }

  var isEmpty: Bool { readers.isEmpty }

  /// The mean NDCG@10 of lists by relevance.
  func ndcg(_ regression: ItemRegression, threads: Int) -> Double {
    let lists = Parallel.map(readers.count, threads: threads) { index in
      let profile = ReaderProfile(reader: readers[index], in: histories)
      return topIndices(10, of: regression.scores(for: profile)) {
        profile.rating(of: UInt32($0)) == nil
      }.map(UInt32.init)
    }
    let popularity = BookPopularity(
      readersOfBook: [Int](repeating: 0, count: histories.columns), readers: histories.rows)
    return RankingMetrics(
      lists: lists, relevant: relevant, catalogue: popularity, atK: 10
    ).ndcg
  }
}

extension ThinnedColumn {
  /// The column as ``HandMadeLists/weights`` has it.
  fileprivate var bytes: [UInt8] {
    var bytes = Self.groups(of: UInt32(sources.count))
    var last: UInt32 = 0
    for (source, level) in zip(sources, levels) {
      bytes += Self.groups(of: source - last)
      last = source
      bytes += [UInt8(truncatingIfNeeded: level), UInt8(truncatingIfNeeded: level >> 8)]
    }
    return bytes
  }

  private static func groups(of number: UInt32) -> [UInt8] {
    var (rest, bytes) = (number, [UInt8]())
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }
}
