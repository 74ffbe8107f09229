import Kernels
import Parallelism
import Testing

@Suite struct ElementwiseTests {
  @Test func rectifyingKeepsPositiveSumsAndNaN() {
    let output = Matrix(rows: 2, columns: 3, values: [1, -2, 3, -4, .nan, 6])
    let bias = Matrix(rows: 1, columns: 3, values: [0.5, 1, -4])
    addBiasAndRectify(bias.view, in: output.view)
    #expect(output.values[0..<4] == [1.5, 0, 0, 0])
    #expect(output.values[4].isNaN)
    #expect(output.values[5] == 2)
  }

  @Test func theGradientPassesWhereTheOutputIsPositive() {
    let output = Matrix(rows: 2, columns: 2, values: [1, 0, 0, 2])
    let gradient = Matrix(rows: 2, columns: 2, values: [5, 6, 7, 8])
    let bias = Matrix(rows: 1, columns: 2, values: [100, 200])
    rectifyBackward(gradient.view, output: output.view, scale: 2, accumulating: bias.view)
    #expect(gradient.values == [10, 0, 0, 16])
    #expect(bias.values == [110, 216])
  }

  @Test func dropoutKeepsTheMeanAndDropsItsShare() {
    let matrix = Matrix(rows: 500, columns: 64)
    matrix.fill(1)
    dropOut(matrix.view, rate: 0.3, firstRow: 0, key: 11)
    let dropped = Double(matrix.values.count { $0 == 0 }) / 32_000
    let mean = Double(matrix.values.reduce(0, +)) / 32_000
    #expect(abs(dropped - 0.3) < 0.01)
    #expect(abs(mean - 1) < 0.02)
  }

  /// The hash as it is written down, one element at a time.
  @Test(arguments: [1, 3, 4, 63, 64, 127, 128, 130, 300])
  func dropoutIsDecidedBySixteenBitsOfAHash(columns: Int) {
    let (rate, key) = (Float(0.2), UInt64(99))
    let matrix = Matrix(rows: 3, columns: columns)
    matrix.fill(2)
    dropOut(matrix.view, rate: rate, firstRow: 5, key: key)
    for row in 0..<3 {
      let start = mixed(key ^ UInt64(5 + row) << 32)
      for j in 0..<columns {
        let word = mixed(start &+ UInt64(j / 4 + 1) &* 0x9E37_79B9_7F4A_7C15)
        let isKept = word >> UInt64(16 * (j % 4)) & 0xFFFF >= UInt64(rate * 65536)
        #expect(matrix[row, j] == (isKept ? 2 / (1 - rate) : 0), "row \(row), column \(j)")
      }
    }
  }

  @Test func dropoutDoesNotDependOnWhereABatchIsCut() {
    let whole = Matrix(rows: 20, columns: 9)
    let parts = Matrix(rows: 20, columns: 9)
    for matrix in [whole, parts] { matrix.fill(1) }
    dropOut(whole.view, rate: 0.5, firstRow: 0, key: 4)
    dropOut(parts.rows(from: 0, count: 7), rate: 0.5, firstRow: 0, key: 4)
    dropOut(parts.rows(from: 7, count: 13), rate: 0.5, firstRow: 7, key: 4)
    #expect(whole.values == parts.values)
  }

  @Test func squaredErrorsAreSummedAndTurnedIntoAGradient() {
    let predictions = Matrix(rows: 3, columns: 1, values: [1, 2, 3])
    let targets = Matrix(rows: 3, columns: 1, values: [2, 2, 1])
    let sum = squaredErrorBackward(predictions.view, targets: targets.view, gradientScale: 0.5)
    #expect(sum == 5)
    #expect(predictions.values == [-0.5, 0, 1])
  }
}
