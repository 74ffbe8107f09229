import Kernels
import Testing

@Suite struct MultiplyTests {
  static let sizes = [1, 2, 3, 7, 16, 33]
  private static let transpositions = [
    (false, false), (false, true), (true, false), (true, true),
  ]

  @Test(arguments: sizes, sizes)
  func everyTranspositionAgreesWithTheNaiveProduct(m: Int, n: Int) {
    for k in Self.sizes {
      for (aTransposed, bTransposed) in Self.transpositions {
        let a = random(aTransposed ? k : m, aTransposed ? m : k, seed: 1)
        let b = random(bTransposed ? n : k, bTransposed ? k : n, seed: 2)
        let start = random(m, n, seed: 3)
        let expected = Reference.product(
          plain(a, aTransposed), plain(b, bTransposed), m: m, k: k, n: n)
        for accumulating in [false, true] {
          let result = Matrix(rows: m, columns: n, values: start.values)
          multiply(
            aTransposed ? a.view.transposed : a.view, bTransposed ? b.view.transposed : b.view,
            into: result.view, accumulating: accumulating)
          for (i, value) in result.values.enumerated() {
            let wanted = expected[i] + (accumulating ? Double(start.values[i]) : 0)
            #expect(
              abs(Double(value) - wanted) < 1e-5,
              "m \(m) n \(n) k \(k) transposed \(aTransposed) \(bTransposed), element \(i)")
          }
        }
      }
    }
  }

  private func plain(_ matrix: Matrix, _ transposed: Bool) -> [Double] {
    let values = matrix.values.map(Double.init)
    return transposed
      ? Reference.transpose(values, rows: matrix.rows, columns: matrix.columns) : values
  }

  @Test func aBlockOfAMatrixIsMultipliedInPlace() {
    let block = Matrix(rows: 1, columns: 10, values: (0..<10).map(Float.init))
    let result = Matrix(rows: 2, columns: 1)
    multiply(
      block.block(at: 3, rows: 2, columns: 2), block.block(at: 8, rows: 2, columns: 1),
      into: result.view)
    #expect(result.values == [60, 94])
  }
}
