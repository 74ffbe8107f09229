import Testing

@testable import Kernels
@testable import Parallelism

/// The slow twins of the matrix product, against the same in double precision.
@Suite struct ProductReferenceTests {
  @Test(arguments: [
    (1, 1, 1), (4, 8, 8), (5, 7, 9), (3, 300, 17), (33, 1, 2), (16, 513, 24), (2, 3, 0),
  ])
  func twinsAgreeWithDoublePrecision(m: Int, k: Int, n: Int) {
    var generator = SeededGenerator(seed: UInt64(m * 1000 + k))
    func random(_ rows: Int, _ columns: Int) -> Matrix {
      Matrix(
        rows: rows, columns: columns,
        values: (0..<rows * columns).map { _ in Float(generator.uniform() - 0.5) })
    }
    let (a, b) = (random(m, k), random(k, n))
    func transposed(_ x: Matrix) -> MatrixView {
      let values = Reference.transpose(
        x.values.map(Double.init), rows: x.rows, columns: x.columns)
      return Matrix(rows: x.columns, columns: x.rows, values: values.map { Float($0) })
        .view.transposed
    }
    let expected = Reference.product(
      a.values.map(Double.init), b.values.map(Double.init), m: m, k: k, n: n)
    for (left, right) in [
      (a.view, b.view), (transposed(a), b.view), (a.view, transposed(b)),
      (transposed(a), transposed(b)),
    ] {
      for product in [multiplyReference, multiplyBlockedReference] {
        // Old contents must not shine through.
        let result = Matrix(rows: m, columns: n, values: [Float](repeating: .nan, count: m * n))
        product(left, right, result.view)
        let error = zip(result.values, expected).map { abs(Double($0) - $1) }.max() ?? 0
        #expect(error < 1e-5 * Double(k).squareRoot())
      }
    }
  }

  @Test func theTriadIsDoneInItsRangeAlone() {
    let (a, b) = (Matrix(rows: 1, columns: 9), Matrix(rows: 1, columns: 9))
    a.fill(1)
    b.fill(2)
    let result = Matrix(rows: 1, columns: 9)
    triad(a, b, times: 3, into: result, range: 2..<8)
    #expect(result.values == [0, 0, 7, 7, 7, 7, 7, 7, 0])
  }
}
