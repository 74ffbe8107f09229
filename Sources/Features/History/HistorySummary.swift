import Foundation
import Kernels

/// What one reader's history says of m books, as features.
struct HistorySummary {
  /// The n rated books.
  let history: History
  /// Their residuals, [n].
  let residuals: [Float]
  /// How alike the m books are to the n, each [m × n].
  let matrices: [(term: KernelTerm, matrix: Matrix)]
  /// For each of the m books the process's α, [m × n].
  let weights: Matrix
  /// The process's variance for each of the m books.
  let variances: [Float]
  /// Which of the n ratings each of the m books may see.
  let mask: AttentionMask

  /// The kernel's mean, then the part of each term.
  func kernelColumns(_ kernel: KernelWeights) -> [[Float]] {
    let parts = matrices.map { term, matrix in
      matrix.rowProducts(weights).map { $0 * kernel[term] }
    }
    let mean = parts.dropFirst().reduce(parts[0]) { zip($0, $1).map(+) }
    return [mean] + parts
  }

  /// The reader's count, level, spread and shares of high and of low ratings.
  func readerColumns(_ scale: RatingLevels) -> [[Float]] {
    let pseudo: Float = 2
    let squares = history.values.map { ($0 - scale.mean) * ($0 - scale.mean) }
    let deviations = history.values.map { $0 - scale.mean }
    let counts = self.counts
    func shrunk(_ values: [Float], towards prior: Float) -> [Float] {
      zip(maskedSums(values), counts).map { ($0 + pseudo * prior) / ($1 + pseudo) }
    }
    let variances = zip(
      shrunk(squares, towards: scale.deviation * scale.deviation), shrunk(deviations, towards: 0)
    ).map { max($0 - $1 * $1, 0).squareRoot() }
    return [
      counts.map { log(1 + $0) }, levels, variances,
      shrunk(history.values.map(scale.isHigh), towards: scale.highShare),
      shrunk(history.values.map(scale.isLow), towards: scale.lowShare),
    ]
  }

  /// What books that are alike in one way got, above the reader's level.
  func similarityColumns(_ space: BookSpace) -> [[Float]] {
    let levels = self.levels
    return matrices.flatMap { term, matrix in
      let rows = RowAverages(matrix, masked: mask)
      return switch term {
      case .level, .numbers, .factors, .recency: [[Float]]()
      case .author, .series: memberColumns(rows, levels)
      case .tags: [rows.maxima(), attention(rows.sharpened(15), levels)] + neighbours(rows, levels)
      case .toRead: [rows.maxima(), attention(rows.sharpened(25), levels)]
      case .attribute(let place):
        space.attributes[place].hasCategories ? memberColumns(rows, levels) : []
      }
    }
  }

  /// How many books of the same author, series or categories there are, and their shrunk mean.
  private func memberColumns(_ rows: RowAverages, _ levels: [Float]) -> [[Float]] {
    let counts = rows.sums()
    let means = excess(rows.products(residuals), counts, levels, pseudo: 1)
    return [counts.map { log(1 + $0) }, means]
  }

  /// The attention-weighted mean residual, above the level; 0 without any other book.
  private func attention(_ rows: RowAverages, _ levels: [Float]) -> [Float] {
    let masses = rows.sums()
    return zip(zip(rows.products(residuals), masses), levels).map { sums, level in
      sums.1 > 0 ? sums.0 / sums.1 - level : 0
    }
  }

  /// The mean residual weighted by the fourth power of similarity, and the logarithm of the weights' sum.
  private func neighbours(_ rows: RowAverages, _ levels: [Float]) -> [[Float]] {
    let pseudo: Float = 0.05
    let near = rows.mapped { $0 * $0 * $0 * $0 }
    let masses = near.sums()
    return [
      excess(near.products(residuals), masses, levels, pseudo: pseudo),
      masses.map { log($0 + pseudo) },
    ]
  }

  /// (sum − mass · level) / (mass + pseudo).
  private func excess(
    _ sums: [Float], _ masses: [Float], _ levels: [Float], pseudo: Float
  ) -> [Float] {
    levels.indices.map { (sums[$0] - masses[$0] * levels[$0]) / (masses[$0] + pseudo) }
  }

  /// The shrunk mean residual of the books that the mask leaves.
  private var levels: [Float] {
    zip(maskedSums(residuals), counts).map { $0 / ($1 + 2) }
  }

  /// The number of books that the mask leaves.
  private var counts: [Float] {
    variances.indices.map { Float(mask.count(inRow: $0, of: history.count)) }
  }

  /// The sum of the values that the mask leaves, for each of the m books.
  private func maskedSums(_ values: [Float]) -> [Float] {
    if mask == .all {
      let sum = values.reduce(0, +)
      return variances.map { _ in sum }
    }
    // What comes before + what comes after: subtracting the own value would let its rounding through.
    var (before, after) = ([Float](), [Float]())
    for value in values { before.append((before.last ?? 0) + value) }
    for value in values.reversed() { after.append((after.last ?? 0) + value) }
    return values.indices.map { j in
      let later = mask == .leaveOneOut && j + 1 < values.count ? after[values.count - 2 - j] : 0
      return (j > 0 ? before[j - 1] : 0) + later
    }
  }
}
