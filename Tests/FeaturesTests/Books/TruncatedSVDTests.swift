import Features
import Kernels
import Parallelism
import Testing

/// A matrix of that rank with about half of its elements zero, [rows × columns].
private func lowRank(rows: Int, columns: Int, rank: Int) -> SparseRows {
  var generator = SeededGenerator(seed: 8)
  func random(_ count: Int) -> [Float] {
    (0..<count).map { _ in Float(generator.uniform() * 2 - 1) }
  }
  // Each column is a multiple of one of `rank` patterns, of which each has zeros.
  let patterns = (0..<rank).map { _ in random(rows).map { abs($0) < 0.5 ? 0 : $0 } }
  let factors = random(columns)
  return SparseRows(
    rows: rows, columns: columns,
    elements: (0..<rows).flatMap { i in
      (0..<columns).compactMap { j in
        let value = patterns[j % rank][i] * factors[j]
        return value == 0 ? nil : (row: UInt32(i), column: UInt32(j), value: value)
      }
    })
}

private func gram(of matrix: SparseRows) -> Matrix {
  let result = Matrix(rows: matrix.rows, columns: matrix.rows)
  SparseScratch(columns: matrix.columns)
    .gram(of: matrix, rows: Array(0..<UInt32(matrix.rows)), into: result)
  return result
}

private func embedding(of matrix: SparseRows, rank: Int, threads: Int = 1) -> Matrix {
  var generator = SeededGenerator(seed: 2)
  return TruncatedSVD(rank: rank).embedding(of: matrix, threads: threads, using: &generator)
}

@Test(arguments: [(150, 40, 3), (25, 60, 3), (1, 9, 1), (9, 1, 1)])
func innerProductsOfALowRankMatrixAreKept(rows: Int, columns: Int, rank: Int) {
  let matrix = lowRank(rows: rows, columns: columns, rank: rank)
  let vectors = embedding(of: matrix, rank: rank)
  #expect(vectors.rows == rows && vectors.columns == min(rank, rows, columns))
  let (found, expected) = (Matrix(rows: rows, columns: rows), gram(of: matrix))
  multiply(vectors.view, vectors.view.transposed, into: found.view)
  let largest = expected.values.map(abs).max() ?? 0
  #expect(largest > 0)
  #expect(
    zip(found.values, expected.values).allSatisfy { abs($0 - $1) < 1e-4 * largest })
}

@Test func columnsFallInLengthAndEndAtTheRank() {
  let vectors = embedding(of: lowRank(rows: 150, columns: 40, rank: 3), rank: 6)
  let lengths = (0..<vectors.columns).map { j in
    (0..<vectors.rows).reduce(Float(0)) { $0 + vectors[$1, j] * vectors[$1, j] }.squareRoot()
  }
  #expect(lengths.count == 6 && lengths[2] > 1)
  #expect(lengths[0] > lengths[1] && lengths[1] > lengths[2], "\(lengths)")
  // Beyond the rank there is rounding, in no order: of sums of 40 squares, of which lengths are the roots.
  let rounding = Float(40 * 0x1p-24).squareRoot() * lengths[0]
  #expect(lengths[3...].allSatisfy { $0 < rounding }, "\(lengths)")
}

@Test func theDecompositionDoesNotDependOnThreads() {
  let matrix = lowRank(rows: 300, columns: 80, rank: 7)
  let one = embedding(of: matrix, rank: 5, threads: 1).values
  for threads in [2, 3] { #expect(embedding(of: matrix, rank: 5, threads: threads).values == one) }
}

@Test func nothingBecomesNothing() {
  let vectors = embedding(of: SparseRows(rows: 5, columns: 3, elements: []), rank: 2)
  #expect(vectors.values == [Float](repeating: 0, count: 10))
}
