import Kernels
import Parallelism
import Testing

@Suite struct SparseRowsTests {
  /// About a third of the elements are there; row 0 and the last column are empty.
  private func random(_ rows: Int, _ columns: Int) -> SparseRows {
    var generator = SeededGenerator(seed: 3)
    return SparseRows(
      rows: rows, columns: columns,
      elements: (0..<rows * columns).compactMap { place in
        let (row, column, draw) = (place / columns, place % columns, generator.uniform())
        guard row > 0, column < columns - 1, draw < 0.35 else { return nil }
        return (UInt32(row), UInt32(column), Float(draw * 10 - 1))
      })
  }

  @Test func elementsAreFoundAndOthersAreZero() {
    let matrix = SparseRows(columns: 5, offsets: [0, 0, 2], indices: [1, 3], values: [5, -2])
    #expect((0..<5).map { matrix.element(1, $0) } == [0, 5, 0, -2, 0])
    #expect((0..<5).map { matrix.element(0, $0) } == [0, 0, 0, 0, 0])
  }

  @Test func transposingExchangesRowsAndColumns() {
    let matrix = random(9, 13)
    let transposed = matrix.transposed
    #expect(transposed.rows == 13 && transposed.columns == 9)
    for i in 0..<9 {
      for j in 0..<13 { #expect(matrix.element(i, UInt32(j)) == transposed.element(j, UInt32(i))) }
    }
    #expect(transposed.transposed.indices == matrix.indices)
  }

  @Test func partsThatDoNotFitAreNoRisingMatrix() {
    func isRising(_ offsets: [Int], _ indices: [UInt32], _ values: [Float]) -> Bool {
      SparseRows.isRising(columns: 4, offsets: offsets, indices: indices, values: values)
    }
    #expect(isRising([0, 2], [0, 3], [1, 1]))
    #expect(!isRising([], [], []), "no offsets")
    #expect(!isRising([1, 2], [0, 3], [1, 1]), "begins after 0")
    #expect(!isRising([0, 2, 1], [0, 3], [1, 1]), "falling offsets")
    #expect(!isRising([0, 1], [0, 3], [1, 1]), "ends early")
    #expect(!isRising([0, 2], [0, 3], [1]), "a value is missing")
    #expect(!isRising([0, 2], [3, 0], [1, 1]), "falling columns")
    #expect(!isRising([0, 2], [3, 3], [1, 1]), "a column twice")
    #expect(!isRising([0, 2], [0, 4], [1, 1]), "a column too far")
  }

  @Test(arguments: [1, 3])
  func theGramMatrixIsTheNaiveProduct(threads: Int) {
    let (m, n) = (23, 40)
    let x = random(m, n)
    let dense = (0..<m).flatMap { i in (0..<n).map { Double(x.element(i, UInt32($0))) } }
    let expected = Reference.product(
      Reference.transpose(dense, rows: m, columns: n), dense, m: n, k: m, n: n)
    let gram = Matrix(rows: n, columns: n)
    gram.fill(1)
    addGram(of: x, scale: 0.5, to: gram, threads: threads)
    for i in 0..<n {
      for j in 0..<n {
        let wanted = j <= i ? 1 + 0.5 * expected[i * n + j] : 1
        #expect(abs(Double(gram[i, j]) - wanted) < 1e-3, "(\(i), \(j))")
      }
    }
  }
}
