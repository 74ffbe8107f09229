import Testing

@testable import Kernels

@Suite struct ProductCheckTests {
  private let shapes = [
    ProductShape(m: 64, k: 128, n: 64), ProductShape(m: 3, k: 5, n: 7),
    ProductShape(m: 128, k: 64, n: 32, isLeftTransposed: true),
    ProductShape(m: 9, k: 17, n: 1, isRightTransposed: true),
  ]

  @Test func theProductsOfThisMachineAreRight() throws {
    try ProductCheck.run(shapes)
  }

  /// As if a kernel left out the last column, or the last term of each sum.
  @Test func aWrongElementIsNamed() {
    #expect {
      try ProductCheck.run(shapes) { a, b, result, accumulating in
        multiply(a, b, into: result, accumulating: accumulating)
        result.rows(0..<1).columns(0..<1).fill(7)
      }
    } throws: { error in
      guard let error = error as? WrongProductError else { return false }
      return error.row == 0 && error.column == 0 && error.found == 7
        && "\(error)".contains("3 × 5 · 5 × 7") || "\(error)".contains("(64 × 128)ᵀ")
    }
  }

  @Test func aProductThatIsNotANumberIsWrong() {
    #expect(throws: WrongProductError.self) {
      try ProductCheck.run(shapes) { _, _, result, _ in result.fill(.nan) }
    }
  }

  @Test func sumsThatGoOnFromOldOnesAreNoticed() {
    let shapes = [ProductShape(m: 8, k: 64, n: 8)]
    #expect(ProductCheck.addsApart(shapes))
    #expect(
      !ProductCheck.addsApart(shapes) { a, b, result, accumulating in
        for row in 0..<a.rows {
          for column in 0..<b.columns {
            let place = result.rows(row..<row + 1).columns(column..<column + 1)
            var sum = accumulating ? place.values[0] : 0
            for k in 0..<a.columns {
              let a: Float = a.element(row, k)
              sum += a * b.element(k, column)
            }
            place.fill(sum)
          }
        }
      })
  }

  /// Of a column, a row, and products in bfloat16: what adds must not go on from the old sum.
  @Test(arguments: [
    ProductShape(m: 64, k: 64, n: 128, isLeftTransposed: true), ProductShape(m: 40, k: 30, n: 1),
    ProductShape(m: 1, k: 64, n: 50, isLeftTransposed: true), ProductShape(m: 40, k: 1, n: 30),
  ])
  func whatIsAddedIsTheProductByItself(shape: ProductShape) {
    #expect(ProductCheck.addsApart([shape]))
    guard Precision.bfloat16.isAvailable else { return }
    let rounded = BFloat16Products()
    #expect(
      ProductCheck.addsApart([shape]) {
        rounded.multiply($0, $1, into: $2, accumulating: $3)
      })
  }
}
