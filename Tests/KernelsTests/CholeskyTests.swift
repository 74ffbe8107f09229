import Kernels
import Parallelism
import Support
import Testing

/// A positive-definite matrix: X · Xᵀ + I.
private func positiveDefinite(_ n: Int, seed: UInt64) -> (matrix: Matrix, values: [Double]) {
  var generator = SeededGenerator(seed: seed)
  let x = (0..<n * n).map { _ in Double(generator.uniform() - 0.5) }
  var values = Reference.product(x, Reference.transpose(x, rows: n, columns: n), m: n, k: n, n: n)
  for i in 0..<n { values[i * n + i] += 1 }
  return (Matrix(rows: n, columns: n, values: values.map(Float.init)), values)
}

@Test(arguments: [1, 2, 7, 64, 131])
func solutionsSatisfyTheSystem(n: Int) throws {
  let (matrix, values) = positiveDefinite(n, seed: 1)
  let factor = try #require(Cholesky(factoring: matrix))
  var generator = SeededGenerator(seed: 2)
  let sides = (0..<3 * n).map { _ in Float(generator.uniform()) }
  let solutions = Matrix(rows: 3, columns: n, values: sides)
  factor.solve(solutions.view)
  for row in 0..<3 {
    let x = (0..<n).map { Double(solutions[row, $0]) }
    let product = Reference.product(values, x, m: n, k: n, n: 1)
    for i in 0..<n { #expect(abs(product[i] - Double(sides[row * n + i])) < 1e-3) }
  }
}

@Test(arguments: [1, 5, 90])
func theInverseTimesTheMatrixIsOne(n: Int) throws {
  let (matrix, values) = positiveDefinite(n, seed: 3)
  let factor = try #require(Cholesky(factoring: matrix))
  let inverse = Matrix(rows: n, columns: n)
  factor.invert(into: inverse)
  let product = Reference.product(values, inverse.values.map(Double.init), m: n, k: n, n: n)
  for i in 0..<n {
    for j in 0..<n { #expect(abs(product[i * n + j] - (i == j ? 1 : 0)) < 1e-3) }
  }
}

@Test func whitenedVectorsHaveTheLengthOfTheQuadraticForm() throws {
  let n = 40
  let (matrix, _) = positiveDefinite(n, seed: 4)
  let factor = try #require(Cholesky(factoring: matrix))
  var generator = SeededGenerator(seed: 5)
  let sides = (0..<2 * n).map { _ in Float(generator.uniform()) }
  let (white, solved) = (
    Matrix(rows: 2, columns: n, values: sides), Matrix(rows: 2, columns: n, values: sides)
  )
  factor.whiten(white.view)
  factor.solve(solved.view)
  for row in 0..<2 {
    let length = (0..<n).reduce(Float(0)) { $0 + white[row, $1] * white[row, $1] }
    let form = (0..<n).reduce(Float(0)) { $0 + sides[row * n + $1] * solved[row, $1] }
    #expect(abs(length - form) < 1e-3 * form)
  }
}

@Test func aMatrixThatIsNotPositiveDefiniteHasNoFactor() {
  #expect(Cholesky(factoring: Matrix(rows: 2, columns: 2, values: [1, 2, 2, 1])) == nil)
  #expect(Cholesky(factoring: Matrix(rows: 1, columns: 1, values: [.nan])) == nil)
}

@Test func aLargerBufferServesASmallerMatrix() throws {
  let buffer = Matrix(rows: 5, columns: 5)
  buffer.copy(from: [4, 9, 2, 5] + [Float](repeating: .nan, count: 21))
  let factor = try #require(Cholesky(factoring: buffer, size: 2))
  let solution = Matrix(rows: 1, columns: 2, values: [8, 9])
  factor.solve(solution.view)
  // [4 2; 2 5] · x = [8, 9]: only the lower triangle counts.
  #expect(abs(solution[0, 0] - 1.375) < 1e-5 && abs(solution[0, 1] - 1.25) < 1e-5)
}
