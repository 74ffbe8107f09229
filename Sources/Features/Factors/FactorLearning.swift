import Kernels
import Parallelism

/// Learns books' factors from readers' ratings.
struct FactorLearning: Sendable {
  private let configuration: FactorConfiguration
  private let threads: Int
  /// What is known of books beside their ratings, [books × s].
  private let sideFeatures: Matrix

  /// - Parameter generator: What the reduction of lists to read to few directions depends on.
  init(
    _ space: BookSpace, _ configuration: FactorConfiguration, threads: Int,
    using generator: inout some RandomNumberGenerator
  ) {
    (self.configuration, self.threads) = (configuration, threads)
    sideFeatures = space.features(threads: threads, using: &generator)
  }

  /// The factors that all ratings of `histories` teach; each reader's can be left out.
  func factors(
    _ histories: Histories, using generator: inout some RandomNumberGenerator
  ) -> BookFactors {
    let material = material(histories, using: &generator)
    return factors(
      of: Array(0..<histories.count), material, keepsPosteriors: true, using: &generator)
  }

  /// The factors for a training on `histories`.
  func crossFit(
    _ histories: Histories, using generator: inout some RandomNumberGenerator
  ) -> CrossFit {
    let material = material(histories, using: &generator)
    let readers = Array(0..<histories.count)
    let whole = factors(of: readers, material, keepsPosteriors: true, using: &generator)
    // As many readers in each fold, whoever they are.
    var foldOfReader = readers
    for (place, reader) in readers.shuffled(using: &generator).enumerated() {
      foldOfReader[reader] = place % configuration.folds
    }
    let folds = (0..<configuration.folds).map { fold in
      factors(
        of: readers.filter { foldOfReader[$0] != fold }, material, keepsPosteriors: false,
        using: &generator)
    }
    return CrossFit(whole: whole, folds: folds, foldOfReader: foldOfReader)
  }

  /// Ratings and what is known of who gave and who got them.
  private struct Material {
    let ratings: SparseRows
    let implicit: ImplicitFeedback
    let bookFeatures: Matrix
    let mean: Float
  }

  private func material(
    _ histories: Histories, using generator: inout some RandomNumberGenerator
  ) -> Material {
    let ratings = SparseRows(
      columns: sideFeatures.rows, offsets: histories.offsets, indices: histories.books,
      values: histories.values)
    // Which books were rated is known to everybody; how they were rated is not in it.
    let implicit = ImplicitFeedback(
      ratings, rank: configuration.implicitRank, threads: threads, using: &generator)
    return Material(
      ratings: ratings, implicit: implicit,
      bookFeatures: Matrix(sideBySide: [implicit.books, sideFeatures]),
      mean: Float(histories.values.meanAndDeviation.mean))
  }

  private func factors(
    of readers: [Int], _ material: Material, keepsPosteriors: Bool,
    using generator: inout some RandomNumberGenerator
  ) -> BookFactors {
    let features = Matrix(rows: readers.count, columns: material.implicit.readers.columns)
    features.gather(readers.map(UInt32.init), from: material.implicit.readers)
    var model = FactorModel(
      material.ratings.selecting(readers), readerFeatures: features,
      bookFeatures: material.bookFeatures, fallbackMean: material.mean, configuration,
      threads: threads, using: &generator)
    model.learn(passes: configuration.passes)
    return BookFactors(model, material.implicit, keepsPosteriors: keepsPosteriors)
  }
}

extension SparseRows {
  /// The rows with these numbers.
  fileprivate func selecting(_ rows: [Int]) -> SparseRows {
    var offsets = [0]
    var (indices, values) = ([UInt32](), [Float]())
    for row in rows {
      indices += self.indices[self[row]]
      values += self.values[self[row]]
      offsets.append(indices.count)
    }
    return SparseRows(columns: columns, offsets: offsets, indices: indices, values: values)
  }
}
