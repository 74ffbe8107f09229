import Kernels
import Parallelism

/// Factors for the training: readers are divided in folds, and each fold gets factors that were learned
/// without its readers' ratings.
///
/// What is told of a training rating must not know it, and a book's factors know every rating that they were
/// learned from. Cross-fitting is how the rating, and all it left in what was learned, stays out (Chernozhukov
/// et al., "Double/debiased machine learning", Econometrics Journal 21, 2018).
struct CrossFit: Sendable {
  /// Factors learned from all readers, for readers and ratings to come.
  let whole: BookFactors
  /// Factors learned without the readers of each fold.
  private let folds: [BookFactors]
  private let foldOfReader: [Int]

  /// Factors for the readers of `histories`.
  init(
    _ histories: Histories, _ space: BookSpace, _ configuration: FactorConfiguration, threads: Int,
    using generator: inout some RandomNumberGenerator
  ) {
    let ratings = SparseRows(
      columns: space.count, offsets: histories.offsets, indices: histories.books,
      values: histories.values)
    let implicit = ImplicitFeedback(
      ratings, rank: configuration.implicitRank, threads: threads, using: &generator)
    let bookFeatures = space.features(beside: implicit.books, threads: threads, using: &generator)
    // As many readers in each fold, whoever they are.
    let shuffled = (0..<histories.count).shuffled(using: &generator)
    var foldOfReader = [Int](repeating: 0, count: histories.count)
    for (place, reader) in shuffled.enumerated() { foldOfReader[reader] = place % configuration.folds }
    func factors(of readers: [Int], using generator: inout some RandomNumberGenerator) -> BookFactors {
      let features = Matrix(rows: readers.count, columns: implicit.readers.columns)
      features.gather(readers.map(UInt32.init), from: implicit.readers)
      var model = FactorModel(
        ratings.selecting(readers), readerFeatures: features, bookFeatures: bookFeatures,
        configuration, threads: threads, using: &generator)
      model.learn(passes: configuration.passes)
      return BookFactors(model, implicit)
    }
    whole = factors(of: Array(0..<histories.count), using: &generator)
    var folds: [BookFactors] = []
    for fold in 0..<configuration.folds {
      let others = (0..<histories.count).filter { foldOfReader[$0] != fold }
      folds.append(factors(of: others, using: &generator))
    }
    (self.folds, self.foldOfReader) = (folds, foldOfReader)
  }

  /// The factors that know nothing of what this reader rated how.
  subscript(reader: Int) -> BookFactors { folds[foldOfReader[reader]] }
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

extension BookSpace {
  /// How many directions of lists to read tell about a book.
  private static let toReadDirections = 32

  /// What books' prior means are linear in: `columns`, numbers, tags and lists to read in few directions.
  fileprivate func features(
    beside columns: Matrix, threads: Int, using generator: inout some RandomNumberGenerator
  ) -> Matrix {
    var parts = [columns, numbers.values, tagColumns.centered]
    if toRead.columns > 0 {
      parts.append(
        TruncatedSVD(rank: Self.toReadDirections)
          .embedding(of: toRead, threads: threads, using: &generator).centered)
    }
    let result = Matrix(rows: count, columns: parts.reduce(0) { $0 + $1.columns })
    var start = 0
    for part in parts {
      for i in 0..<count { for j in 0..<part.columns { result[i, start + j] = part[i, j] } }
      start += part.columns
    }
    return result
  }
}

extension Matrix {
  /// Columns of mean 0, of which the second has deviation 1: the first of a truncated SVD tells how long rows
  /// are, and directions keep their lengths beside each other.
  fileprivate var centered: Matrix {
    let result = Matrix(rows: rows, columns: columns)
    guard rows > 0, columns > 0 else { return result }
    var scale: Float = 1
    for j in 0..<columns {
      let column = (0..<rows).map { self[$0, j] }
      let mean = column.reduce(0, +) / Float(rows)
      let variance = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(rows)
      if j == min(1, columns - 1), variance > 1e-12 { scale = 1 / variance.squareRoot() }
      for i in 0..<rows { result[i, j] = self[i, j] - mean }
    }
    result.scale(scale)
    return result
  }
}
