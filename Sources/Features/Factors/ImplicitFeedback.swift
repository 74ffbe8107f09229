import Foundation
import Kernels
import Parallelism

/// Who rated what, whatever the ratings: the strongest directions of the binary matrix.
///
/// The matrix is scaled by the square roots of both counts, H = D_u^−½ · B · D_i^−½ ≈ U Σ Vᵀ. What it says of
/// a reader, U Σ, is a sum over the books that they rated, n_u^−½ Σ_j (n_j^−½ V_j), so that it can be computed
/// for readers who come later (as the implicit feedback of Koren, "Factorization Meets the Neighborhood", KDD
/// 2008, section 4).
struct ImplicitFeedback: Sendable {
  /// What a reader's rating of the book adds, before the division by √n, [books × k].
  let additions: Matrix
  /// What is known of readers: 1, the logarithm of their count, k directions, [readers × (2 + k)].
  let readers: Matrix
  /// The same of books.
  let books: Matrix
  /// What was subtracted from the logarithm of readers' counts.
  let meanLogCount: Float
  /// What was subtracted from readers' directions, [k].
  let centers: [Float]

  /// Directions of `ratings`, whose values are not looked at, [readers × books].
  init(
    _ ratings: SparseRows, rank: Int, threads: Int,
    using generator: inout some RandomNumberGenerator
  ) {
    let (readerCounts, bookCounts) = (ratings.counts, ratings.columnCounts)
    var scaled = ratings
    for reader in 0..<ratings.rows {
      for place in ratings[reader] {
        scaled.values[place] =
          1 / (readerCounts[reader] * bookCounts[Int(ratings.indices[place])]).squareRoot()
      }
    }
    let width = min(rank, ratings.rows, ratings.columns)
    let left = TruncatedSVD(rank: max(1, width))
      .embedding(of: scaled, threads: threads, using: &generator)
    let lengths = left.columnLengths
    let right = Matrix(rows: ratings.columns, columns: left.columns)
    multiply(scaled.transposed, left, into: right, threads: threads)
    // Hᵀ U Σ = V Σ²; books' directions are V Σ, as readers' are U Σ.
    right.scaleColumns(lengths.map { $0 > 0 ? 1 / $0 : 0 })
    let weights = lengths.map { $0 / max(lengths.first ?? 0, .leastNormalMagnitude) }
    let (readerSide, bookSide) = (
      Side(left, readerCounts, weights), Side(right, bookCounts, weights)
    )
    (readers, books) = (readerSide.features, bookSide.features)
    (meanLogCount, centers) = (readerSide.meanLogCount, readerSide.centers)
    additions = Matrix(rows: ratings.columns, columns: left.columns)
    for book in 0..<ratings.columns where bookCounts[book] > 0 {
      for k in 0..<left.columns where lengths[k] > 0 {
        additions[book, k] =
          right[book, k] / lengths[k] / bookCounts[book].squareRoot() * readerSide.factors[k]
      }
    }
  }

  /// One side's features.
  private struct Side {
    let features: Matrix
    let meanLogCount: Float
    let factors: [Float]
    let centers: [Float]

    init(_ directions: Matrix, _ counts: [Float], _ weights: [Float]) {
      let (n, k) = (directions.rows, directions.columns)
      let logs = counts.map { log(1 + $0) }
      let rated = logs.indices.filter { counts[$0] > 0 }
      let moments = directions.columnMoments
      let factors = zip(moments, weights).map { moment, weight in
        moment.deviation > 0 ? weight / Float(moment.deviation) : 0
      }
      let centers = zip(moments, factors).map { Float($0.mean) * $1 }
      let features = Matrix(rows: n, columns: 2 + k)
      let meanLogCount = rated.reduce(0) { $0 + logs[$1] } / Float(max(1, rated.count))
      for i in 0..<n {
        features[i, 0] = 1
        features[i, 1] = logs[i] - meanLogCount
        for j in 0..<k { features[i, 2 + j] = directions[i, j] * factors[j] - centers[j] }
      }
      (self.features, self.meanLogCount) = (features, meanLogCount)
      (self.factors, self.centers) = (factors, centers)
    }
  }
}

extension SparseRows {
  /// The number of elements of each row.
  var counts: [Float] { (0..<rows).map { Float(self[$0].count) } }

  /// The number of elements of each column.
  fileprivate var columnCounts: [Float] {
    var counts = [Float](repeating: 0, count: columns)
    for column in indices { counts[Int(column)] += 1 }
    return counts
  }
}
