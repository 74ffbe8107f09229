import Kernels
import Parallelism

extension HistoryModel {
  /// The readers that the kernel's weights are found on.
  private static let searchedReaders = 600

  /// The model that suits `histories` best.
  ///
  /// Prior, then provisional biases and the kernel's weights, then biases from what each reader's own taste
  /// leaves. The same bits for any number of threads.
  ///
  /// - Parameters:
  ///   - histories: The training ratings, by reader.
  ///   - space: What is known of the books.
  ///   - order: What the order of the histories means.
  ///   - generator: What the choice of readers to find the weights on depends on.
  public static func fitted(
    _ histories: Histories, space: BookSpace, order: HistoryOrder, threads: Int,
    using generator: inout some RandomNumberGenerator
  ) -> HistoryModel {
    let prior = BookPrior(histories, space)
    let provisional = BookBaseline(
      prior: prior.values, histories,
      contributions: histories.residuals(prior.values, levels: prior.readerLevels))
    let chosen = histories.sample(searchedReaders, using: &generator)
    let weights = KernelSearch(
      chosen.map { histories[$0] },
      residuals: chosen.map { reader in
        histories.residuals(
          of: reader, provisional, level: prior.readerLevels[reader])
      }, space, order: order, threads: threads
    ).run(from: KernelWeights())
    return counting(
      histories, space: space, prior: prior.values, weights: weights, order: order, threads: threads
    )
  }

  /// The model whose prior and weights are known: counts what the ratings add.
  ///
  /// - Parameter scale: Where ratings are high or low; nil finds out. The default is nil.
  static func counting(
    _ histories: Histories, space: BookSpace, prior: [Float], weights: KernelWeights,
    order: HistoryOrder, scale: RatingScale? = nil, threads: Int
  ) -> HistoryModel {
    let contributions = histories.contributions(
      prior: prior, weights: weights, space: space, order: order, threads: threads)
    let scale = scale ?? RatingScale(histories.values, contributions: contributions)
    return HistoryModel(
      space: space,
      baseline: BookBaseline(prior: prior, histories, contributions: contributions),
      weights: weights, scale: scale,
      statistics: BookStatistics(
        books: space.count, histories, contributions: contributions, scale: scale), order: order)
  }
}

extension Histories {
  /// Rating − prior − the reader's level, for each place.
  fileprivate func residuals(_ prior: [Float], levels: [Float]) -> [Float] {
    (0..<count).flatMap { reader in
      places(of: reader).map { values[$0] - prior[Int(books[$0])] - levels[reader] }
    }
  }

  /// Rating − baseline without the reader, for one reader's places, where they contributed
  /// rating − prior − level.
  fileprivate func residuals(of reader: Int, _ baseline: BookBaseline, level: Float) -> [Float] {
    places(of: reader).map { place in
      let book = books[place]
      let residual = values[place] - baseline.prior[Int(book)]
      return residual - baseline.bias(book, without: residual - level)
    }
  }

  /// Different readers with at least five ratings, in random order.
  fileprivate func sample(
    _ wanted: Int, using generator: inout some RandomNumberGenerator
  ) -> [Int] {
    let able = (0..<count).filter {
      (5...HistoryModel.longestHistory).contains(places(of: $0).count)
    }
    return Array(able.shuffled(using: &generator).prefix(wanted))
  }

  /// What each rating exceeds its prior and its reader's taste by, the taste found without that rating.
  fileprivate func contributions(
    prior: [Float], weights: KernelWeights, space: BookSpace, order: HistoryOrder, threads: Int
  ) -> [Float] {
    let workers = (0..<threads).map { _ in LikenessMatrices(space, order: order) }
    return Parallel.mapWithMember(count, threads: threads) { member, reader in
      self[reader].parts.flatMap { part in
        let kernel = workers[member].kernel(weights, books: part.books)
        let residuals = zip(part.books, part.values).map { $1 - prior[Int($0)] }
        return ReaderProcess(kernel: kernel).errors(residuals)
      }
    }.flatMap { $0 }
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

extension LikenessMatrices {
  /// The kernel matrix of `books`, without noise, [n × n].
  func kernel(_ weights: KernelWeights, books: [UInt32]) -> Matrix {
    let result = Matrix(rows: books.count, columns: books.count)
    for likeness in Likeness.allCases where weights[likeness] > 0 {
      if let matrix = matrix(likeness, books: books) {
        result.add(matrix, times: weights[likeness])
      }
    }
    return result
  }
}
