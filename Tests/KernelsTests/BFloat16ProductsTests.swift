import Foundation
import Testing

@testable import Kernels

/// Products of rounded factors against plain loops over rounded factors, wherever the processor has them.
@Suite(.enabled(if: Precision.bfloat16.isAvailable)) struct BFloat16ProductsTests {
  /// Around the sizes of tiles (6 rows, 64 columns) and registers (16 columns), odd ones, and too small ones.
  private static let rows = [5, 17, 64]
  private static let columns = [5, 16, 31, 70, 129]
  private static let depths = [5, 16, 33]

  /// What a product must be, its factors rounded unless it is too small for that.
  private func expected(_ a: MatrixView, _ b: MatrixView) -> [Double] {
    let isRounded = min(a.rows, a.columns, b.columns) >= 16
    func factor(_ view: MatrixView) -> [Double] {
      let values = view.values.map { Double(isRounded ? BFloat16($0).value : $0) }
      return view.isTransposed
        ? Reference.transpose(values, rows: view.columns, columns: view.rows) : values
    }
    return Reference.product(factor(a), factor(b), m: a.rows, k: a.columns, n: b.columns)
  }

  private func expectClose(_ found: MatrixView, _ wanted: [Double], _ what: String) {
    for (i, (a, b)) in zip(found.values, wanted).enumerated() where abs(Double(a) - b) >= 2e-5 {
      Issue.record("\(what), element \(i): found \(a), expected \(b)")
      return
    }
  }

  @Test(arguments: rows, columns)
  func productsAreThoseOfRoundedFactors(m: Int, n: Int) {
    let products = BFloat16Products()
    for k in Self.depths {
      for isTransposed in [false, true] {
        let a = random(isTransposed ? k : m, isTransposed ? m : k, seed: 1)
        let left = isTransposed ? a.view.transposed : a.view
        let (b, start) = (random(k, n, seed: 2), random(m, n, seed: 3))
        let wanted = expected(left, b.view)
        for accumulating in [false, true] {
          let result = Matrix(rows: m, columns: n, values: start.values)
          products.multiply(left, b.view, into: result.view, accumulating: accumulating)
          expectClose(
            result.view,
            accumulating ? zip(wanted, start.values).map { $0 + Double($1) } : wanted,
            "\(m) × \(k) · \(k) × \(n), transposed \(isTransposed), accumulating \(accumulating)")
        }
      }
    }
  }

  /// A layer whose inputs lie in two parts of a matrix multiplies and adds to some of its columns.
  @Test(arguments: [(32, 64), (7, 40)])
  func someColumnsOfMatricesAreMultipliedAndWritten(from: Int, upTo: Int) {
    let products = BFloat16Products()
    let (a, b, c) = (random(50, 70, seed: 4), random(50, 70, seed: 5), random(70, 70, seed: 6))
    let (left, right) = (a.view.columns(from..<upTo).transposed, b.view.columns(from..<upTo))
    let result = Matrix(rows: 70, columns: 70, values: c.values)
    let target = result.view.rows(0..<left.rows).columns(from..<upTo)
    products.multiply(left, right, into: target)
    expectClose(target, expected(left, right), "columns \(from) to \(upTo)")
    for row in 0..<70 {
      for column in 0..<70 where row >= left.rows || !(from..<upTo).contains(column) {
        #expect(result[row, column] == c[row, column])
      }
    }
  }

  @Test func whatIsNoNumberStaysSo() {
    let (a, b) = (random(20, 20, seed: 7), random(20, 20, seed: 8))
    a[3, 4] = .nan
    b[5, 6] = .infinity
    let result = Matrix(rows: 20, columns: 20)
    BFloat16Products().multiply(a.view, b.view, into: result.view)
    #expect(result[3, 0].isNaN && result[3, 19].isNaN && !result[0, 6].isFinite)
    #expect(result[0, 0].isFinite)
  }
}
