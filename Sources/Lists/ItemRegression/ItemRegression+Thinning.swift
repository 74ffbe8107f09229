import Kernels
import Parallelism

extension ItemRegression {
  /// The regression with fewer weights for each book that they speak for, rounded as ``ThinnedColumn`` holds them.
  ///
  /// Those are kept that the fit would have kept: the largest by |w(i, j)| · √(readers of book i).
  ///
  /// - Parameters:
  ///   - count: How many weights a book keeps at most, the strongest.
  ///   - readersOfBook: How many readers have each book, [books].
  ///   - threads: How many threads work; the result does not depend on it.
  package func thinned(
    to count: Int, readersOfBook: [Int], threads: Int
  ) -> (regression: ItemRegression, columns: [ThinnedColumn]) {
    let byTarget = weights.transposed
    let columns = Parallel.map(bookCount, threads: threads) { target in
      let places = byTarget[target]
      let strengths = places.map { place in
        byTarget.values[place].magnitude
          * Float(readersOfBook[Int(byTarget.indices[place])]).squareRoot()
      }
      let kept = topIndices(count, of: strengths).sorted().map { places.lowerBound + $0 }
      return ThinnedColumn(
        sources: kept.map { byTarget.indices[$0] }, values: kept.map { byTarget.values[$0] })
    }
    var offsets = [0]
    for column in columns { offsets.append(offsets[offsets.count - 1] + column.sources.count) }
    let thin = SparseRows(
      columns: bookCount, offsets: offsets, indices: columns.flatMap(\.sources),
      values: columns.flatMap(\.weights))
    return (
      ItemRegression(
        weights: thin.transposed, precision: precision, priors: priors, scale: scale), columns
    )
  }
}

/// The weights that speak for one book, as whole numbers of a part of the largest.
package struct ThinnedColumn: Sendable, Equatable {
  /// The books that speak, rising.
  package let sources: [UInt32]
  /// Their weights in units of ``unit``, −32767 to 32767.
  package let levels: [Int16]
  /// What one level is worth.
  package let unit: Float

  private static let most: Float = 32767

  /// The column of these weights, each a finite number.
  init(sources: [UInt32], values: [Float]) {
    let largest = values.reduce(Float(0)) { max($0, $1.magnitude) }
    let unit = largest > 0 ? largest / Self.most : 1
    self.sources = sources
    self.unit = unit
    levels = values.map { Int16(max(-Self.most, min(Self.most, ($0 / unit).rounded()))) }
  }

  /// The weights as whoever reads the levels computes them.
  var weights: [Float] { levels.map { Float($0) * unit } }
}
