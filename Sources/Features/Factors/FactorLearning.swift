import Kernels
import Parallelism

/// Learns books' factors from readers' ratings.
struct FactorLearning: Sendable {
  private let configuration: FactorConfiguration
  private let threads: Int
  /// What is known of books beside their ratings, [books × s].
  private let sideFeatures: Matrix
  /// What is known of readers beside their ratings, [readers × columns].
  private let readerAttributes: Matrix

  /// - Parameter generator: What the reduction of lists to read to few directions depends on.
  init(
    _ space: BookSpace, readers: AttributeColumns, _ configuration: FactorConfiguration,
    threads: Int, using generator: inout some RandomNumberGenerator
  ) {
    (self.configuration, self.threads) = (configuration, threads)
    readerAttributes = readers.values
    sideFeatures = space.features(threads: threads, using: &generator)
  }

  /// The factors that all ratings of `histories` teach; each reader's can be left out.
  ///
  /// - Parameter start: What fewer of these ratings taught; nil to begin with nothing.
  func factors(
    _ histories: Histories, from start: FactorStart?,
    using generator: inout some RandomNumberGenerator
  ) -> BookFactors {
    let material = material(histories, using: &generator)
    var model = model(of: Array(0..<histories.count), material, using: &generator)
    if let start { model.begin(from: start) }
    model.learn(passes: start == nil ? configuration.passes : configuration.passesWithMore)
    return BookFactors(model, material.implicit, keepsPosteriors: true)
  }

  /// The factors for a training on `histories`.
  func crossFit(
    _ histories: Histories, using generator: inout some RandomNumberGenerator
  ) -> CrossFit {
    let material = material(histories, using: &generator)
    let readers = Array(0..<histories.count)
    let whole = learned(of: readers, material, using: &generator)
    // As many readers in each fold, whoever they are.
    var foldOfReader = readers
    let count = configuration.folds(
      ratings: histories.values.count, books: sideFeatures.rows)
    for (place, reader) in readers.shuffled(using: &generator).enumerated() {
      foldOfReader[reader] = place % count
    }
    let folds = (0..<count).map { fold in
      BookFactors(
        learned(
          of: readers.filter { foldOfReader[$0] != fold }, material, using: &generator),
        material.implicit, keepsPosteriors: false)
    }
    return CrossFit(
      whole: BookFactors(whole, material.implicit, keepsPosteriors: true),
      start: FactorStart(whole), folds: folds, foldOfReader: foldOfReader)
  }

  /// Ratings and what is known of who gave and who got them.
  private struct Material {
    let ratings: SparseRows
    let implicit: ImplicitFeedback
    let readerFeatures: Matrix
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
      readerFeatures: Matrix(sideBySide: [implicit.readers, readerAttributes]),
      bookFeatures: Matrix(sideBySide: [implicit.books, sideFeatures]),
      mean: Float(histories.values.meanAndDeviation.mean))
  }

  /// A model of the ratings of `readers` before anything is learned.
  private func model(
    of readers: [Int], _ material: Material, using generator: inout some RandomNumberGenerator
  ) -> FactorModel {
    let features = Matrix(rows: readers.count, columns: material.readerFeatures.columns)
    features.gather(readers.map(UInt32.init), from: material.readerFeatures)
    return FactorModel(
      material.ratings.selecting(readers), readerFeatures: features,
      bookFeatures: material.bookFeatures, fallbackMean: material.mean, configuration,
      threads: threads, using: &generator)
  }

  private func learned(
    of readers: [Int], _ material: Material, using generator: inout some RandomNumberGenerator
  ) -> FactorModel {
    var model = model(of: readers, material, using: &generator)
    model.learn(passes: configuration.passes)
    return model
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
