import Kernels
import Parallelism

/// A model with the factors that its training ratings may be told of.
struct HistoryFit {
  /// The model for ratings to come.
  let model: HistoryModel
  /// The factors for training ratings.
  let crossFit: CrossFit
}

extension HistoryModel {
  /// The readers that the kernel's weights are found on.
  private static let searchedReaders = 600

  /// The model that suits `histories` best: factors, then the kernel's weights.
  ///
  /// The same bits for any number of threads.
  ///
  /// - Parameters:
  ///   - histories: The training ratings, by reader.
  ///   - space: What is known of the books.
  ///   - readers: What is known of the readers.
  ///   - order: What the order of the histories means.
  ///   - learning: What learns factors.
  ///   - generator: What the start of factors, folds and the choice of readers to find the weights on
  ///     depend on.
  static func fitted(
    _ histories: Histories, space: BookSpace, readers: ReaderSpace, order: HistoryOrder,
    _ learning: FactorLearning, threads: Int, using generator: inout some RandomNumberGenerator
  ) -> HistoryFit {
    let crossFit = learning.crossFit(histories, using: &generator)
    let chosen = histories.sample(searchedReaders, using: &generator)
    let weights = KernelSearch(
      chosen.map { histories[$0] }, factors: chosen.map { crossFit[$0] }, space,
      readers: chosen.map { readers[$0] }, order: order, threads: threads
    ).run(from: KernelWeights(attributes: space.attributes.count))
    let scale = RatingLevels(histories.values)
    let model = HistoryModel(
      space: space, readerAttributes: readers.attributes.names, factors: crossFit.whole,
      weights: weights, scale: scale,
      statistics: BookStatistics(books: space.count, histories, scale: scale), order: order)
    return HistoryFit(model: model, crossFit: crossFit)
  }

  /// The same model with what other ratings say of books.
  ///
  /// - Parameters:
  ///   - space: What is known of the books, with the features that this model has.
  ///   - start: What fewer of these ratings taught of factors; nil to learn these from nothing.
  func knowing(
    _ histories: Histories, in space: BookSpace, _ learning: FactorLearning,
    from start: FactorStart?, using generator: inout some RandomNumberGenerator
  ) -> HistoryModel {
    HistoryModel(
      space: space, readerAttributes: readerAttributes,
      factors: learning.factors(histories, from: start, using: &generator), weights: weights,
      scale: scale, statistics: BookStatistics(books: space.count, histories, scale: scale),
      order: order)
  }
}

extension Histories {
  /// Different readers with at least five ratings, in random order.
  fileprivate func sample(
    _ wanted: Int, using generator: inout some RandomNumberGenerator
  ) -> [Int] {
    let able = (0..<count).filter {
      (5...HistoryModel.longestHistory).contains(places(of: $0).count)
    }
    return Array(able.shuffled(using: &generator).prefix(wanted))
  }
}

extension History {
  /// The history in pieces that are short enough to be solved.
  var parts: [History] {
    stride(from: 0, to: count, by: HistoryModel.longestHistory).map { start in
      let range = start..<min(start + HistoryModel.longestHistory, count)
      return History(books: Array(books[range]), values: Array(values[range]))
    }
  }
}
