import Kernels
import Parallelism
import Testing

@Suite struct BlockedCholeskyTests {
  /// Zᵀ · Z + n on the diagonal, of random Z.
  private func positiveDefinite(_ n: Int, seed: UInt64 = 1) -> Matrix {
    var generator = SeededGenerator(seed: seed)
    let z = Matrix(
      rows: n, columns: n, values: (0..<n * n).map { _ in Float(generator.uniform() * 2 - 1) })
    let matrix = Matrix(rows: n, columns: n)
    multiply(z.view.transposed, z.view, into: matrix.view)
    for i in 0..<n { matrix[i, i] += Float(n) }
    return matrix
  }

  @Test(arguments: [0, 1, 2, 3, 7, 31, 64])
  func theInverseIsThatOfTheNaiveTwin(n: Int) throws {
    let matrix = positiveDefinite(n)
    let expected = Reference.inverse(matrix.values.map(Double.init), n: n)
    try BlockedCholesky.invert(matrix, threads: 2)
    for (i, value) in matrix.values.enumerated() {
      #expect(abs(Double(value) - expected[i]) < 1e-5, "element \(i)")
    }
  }

  /// One tile exactly, one more row, several tiles with a rest.
  @Test(arguments: [255, 256, 257, 700])
  func theProductWithTheInverseIsTheUnitMatrix(n: Int) throws {
    let matrix = positiveDefinite(n)
    let inverse = Matrix(rows: n, columns: n, values: matrix.values)
    try BlockedCholesky.invert(inverse, threads: 2)
    let product = Matrix(rows: n, columns: n)
    multiply(matrix.view, inverse.view, into: product.view)
    var worst: Float = 0
    for i in 0..<n {
      for j in 0..<n {
        worst = max(worst, abs(product[i, j] - (i == j ? 1 : 0)))
        #expect(inverse[i, j] == inverse[j, i], "(\(i), \(j))")
      }
    }
    #expect(worst < 1e-4)
  }

  @Test func theBitsDoNotDependOnTheNumberOfThreads() throws {
    let results = try [1, 2, 5].map { threads in
      let matrix = positiveDefinite(600)
      try BlockedCholesky.invert(matrix, threads: threads)
      return matrix.values
    }
    #expect(results[0] == results[1] && results[0] == results[2])
  }

  @Test func onlyTheLowerTriangleIsRead() throws {
    let (whole, lower) = (positiveDefinite(300), positiveDefinite(300))
    for i in 0..<300 { for j in i + 1..<300 { lower[i, j] = 1e9 } }
    try BlockedCholesky.invert(whole, threads: 2)
    try BlockedCholesky.invert(lower, threads: 2)
    #expect(whole.values == lower.values)
  }

  @Test(arguments: [0, 5, 255, 256, 299])
  func aPivotThatIsNotPositiveIsNamed(row: Int) {
    let matrix = positiveDefinite(300)
    matrix[row, row] = -1
    let error = #expect(throws: NotPositiveDefiniteError.self) {
      try BlockedCholesky.invert(matrix, threads: 2)
    }
    #expect(error?.row == row && error?.order == 300)
  }

  @Test(arguments: [Float.nan, .infinity])
  func numbersThatAreNotFiniteAreRefused(value: Float) {
    for (row, column) in [(0, 0), (280, 3), (280, 270), (299, 299)] {
      let matrix = positiveDefinite(300)
      matrix[row, column] = value
      #expect(throws: NotPositiveDefiniteError.self, "(\(row), \(column))") {
        try BlockedCholesky.invert(matrix, threads: 1)
      }
    }
  }
}
