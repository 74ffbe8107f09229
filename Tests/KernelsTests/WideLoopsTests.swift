import Kernels
import Testing

/// The loops that are compiled for wide registers, against plain ones in double precision: at lengths with
/// and without a remainder.
@Suite struct WideLoopsTests {
  private static let widths = [1, 2, 3, 4, 7, 8, 15, 16, 17, 31, 32, 33, 48, 63, 64, 65, 130]
  private let rows = 3

  private func expectClose(_ found: [Float], _ wanted: [Double]) {
    #expect(found.count == wanted.count)
    for (a, b) in zip(found, wanted) { #expect(abs(Double(a) - b) <= 2e-6 * max(1, abs(b))) }
  }

  private func doubles(_ matrix: Matrix) -> [Double] { matrix.values.map(Double.init) }

  @Test(arguments: widths)
  func biasesAreAddedAndRectified(width: Int) {
    let (bias, source) = (random(1, width, seed: 1), random(rows, width, seed: 2))
    let sums = doubles(source).enumerated().map { $1 + doubles(bias)[$0 % width] }
    let (added, rectified) = (random(rows, width, seed: 2), random(rows, width, seed: 2))
    addBias(bias.view, to: added.view)
    addBiasAndRectify(bias.view, in: rectified.view)
    expectClose(added.values, sums)
    expectClose(rectified.values, sums.map { max($0, 0) })
    let other = Matrix(rows: rows, columns: width)
    rectifiedSums(source.view, bias.view, into: other.view)
    #expect(other.values == rectified.values)
  }

  @Test(arguments: widths)
  func gradientsPassWhereOutputsArePositive(width: Int) {
    let (gradient, output) = (random(rows, width, seed: 3), random(rows, width, seed: 4))
    let sums = random(1, width, seed: 5)
    let wanted = zip(doubles(gradient), doubles(output)).map { $1 > 0 ? $0 * 1.25 : 0 }
    var wantedSums = doubles(sums)
    for (i, value) in wanted.enumerated() { wantedSums[i % width] += value }
    rectifyBackward(gradient.view, output: output.view, scale: 1.25, accumulating: sums.view)
    expectClose(gradient.values, wanted)
    expectClose(sums.values, wantedSums)
  }

  @Test(arguments: widths)
  func rowProductsAndTheirWayBack(half: Int) {
    let (pairs, offsets) = (random(rows, 2 * half, seed: 6), random(rows, 1, seed: 7))
    let output = random(rows, 1, seed: 8)
    let values = doubles(pairs)
    let wanted = (0..<rows).map { row in
      let start = row * 2 * half
      return (0..<half).reduce(Double(output[row, 0]) + Double(offsets[row, 0])) {
        $0 + values[start + $1] * values[start + half + $1]
      }
    }
    addRowProducts(pairs.view, offsets: offsets.view, to: output.view)
    expectClose(output.values, wanted)
    let gradients = Matrix(rows: rows, columns: 2 * half)
    rowProductsBackward(pairs.view, outputGradient: offsets.view, into: gradients.view)
    expectClose(
      gradients.values,
      values.indices.map { i in
        let (row, column) = (i / (2 * half), i % (2 * half))
        return Double(offsets[row, 0]) * values[row * 2 * half + (column + half) % (2 * half)]
      })
  }

  @Test(arguments: widths)
  func productsOfRectifiedSums(width: Int) {
    let (sums, bias) = (random(rows, width, seed: 13), random(1, width, seed: 14))
    let (weights, products) = (random(1, width, seed: 15), Matrix(rows: rows, columns: 1))
    rectifiedProducts(
      sums.view, bias: bias.view, weights: weights.view, offset: 0.5, into: products.view)
    expectClose(
      products.values,
      (0..<rows).map { row in
        (0..<width).reduce(0.5) {
          $0 + Double(weights[0, $1]) * max(0, Double(sums[row, $1]) + Double(bias[0, $1]))
        }
      })
  }

  @Test(arguments: [(1, 1), (3, 5), (64, 128), (33, 1)])
  func transposesExchangeRowsAndColumns(rows: Int, columns: Int) {
    let source = random(rows, columns, seed: 9)
    let target = Matrix(rows: columns, columns: rows)
    transpose(source.view, into: target.view)
    #expect(
      doubles(target) == Reference.transpose(doubles(source), rows: rows, columns: columns))
  }

  @Test func productsOfPartsOfMatricesLeaveTheRestAlone() {
    let (a, b) = (random(6, 10, seed: 10), random(8, 9, seed: 11))
    let result = Matrix(rows: 7, columns: 12)
    result.fill(5)
    multiply(
      a.view.columns(2..<6), b.view.rows(3..<7).columns(1..<8),
      into: result.rows(from: 1, count: 6).columns(4..<11))
    for i in 0..<7 {
      for j in 0..<12 {
        let isInside = i >= 1 && (4..<11).contains(j)
        let wanted =
          isInside
          ? (0..<4).reduce(0) { $0 + Double(a[i - 1, 2 + $1]) * Double(b[3 + $1, j - 3]) } : 5
        #expect(abs(Double(result[i, j]) - wanted) < 1e-5, "(\(i), \(j))")
      }
    }
  }
}
