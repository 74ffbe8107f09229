import Kernels
import Testing

@Suite struct SparseRowsTests {
  /// About a third of the elements are there; row 0 and the last column are empty.
  private func random(_ rows: Int, _ columns: Int) -> SparseRows {
    var generator = SeededGenerator(seed: 3)
    return SparseRows(
      rows: (0..<rows).map { row in
        (0..<UInt32(columns)).compactMap { column in
          let draw = generator.uniform()
          guard row > 0, Int(column) < columns - 1, draw < 0.35 else { return nil }
          return (column, Float(draw * 10 - 1))
        }
      }, columns: columns)
  }

  @Test func elementsAreFoundAndOthersAreZero() {
    let matrix = SparseRows(rows: [[], [(1, 5), (3, -2)]], columns: 5)
    #expect((0..<5).map { matrix[1, $0] } == [0, 5, 0, -2, 0])
    #expect((0..<5).map { matrix[0, $0] } == [0, 0, 0, 0, 0])
  }

  @Test func transposingExchangesRowsAndColumns() {
    let matrix = random(9, 13)
    let transposed = matrix.transposed
    #expect(transposed.rows == 13 && transposed.columns == 9)
    for i in 0..<9 {
      for j in 0..<13 { #expect(matrix[i, UInt32(j)] == transposed[j, UInt32(i)]) }
    }
    #expect(transposed.transposed == matrix)
  }

  @Test func partsThatDoNotFitAreNoMatrix() {
    func isValid(_ offsets: [Int], _ indices: [UInt32], _ values: [Float]) -> Bool {
      SparseRows.isValid(offsets: offsets, indices: indices, values: values, columns: 4)
    }
    #expect(isValid([0, 2], [0, 3], [1, 1]))
    #expect(!isValid([], [], []), "no offsets")
    #expect(!isValid([1, 2], [0, 3], [1, 1]), "begins after 0")
    #expect(!isValid([0, 2, 1], [0, 3], [1, 1]), "falling offsets")
    #expect(!isValid([0, 1], [0, 3], [1, 1]), "ends early")
    #expect(!isValid([0, 2], [0, 3], [1]), "a value is missing")
    #expect(!isValid([0, 2], [3, 0], [1, 1]), "falling columns")
    #expect(!isValid([0, 2], [3, 3], [1, 1]), "a column twice")
    #expect(!isValid([0, 2], [0, 4], [1, 1]), "a column too far")
  }

  @Test(arguments: [1, 3])
  func theGramMatrixIsTheNaiveProduct(threads: Int) {
    let (m, n) = (23, 40)
    let x = random(m, n)
    let dense = (0..<m).flatMap { i in (0..<n).map { Double(x[i, UInt32($0)]) } }
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
