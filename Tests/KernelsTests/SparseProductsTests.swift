import Kernels
import Parallelism
import Testing

/// Sparse rows and the same as dense ones in double precision.
private struct Case {
  let sparse: SparseRows
  let dense: [[Double]]

  init(rows: Int, columns: Int, seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var dense = [[Double]](repeating: [Double](repeating: 0, count: columns), count: rows)
    var elements: [(row: UInt32, column: UInt32, value: Float)] = []
    for row in 0..<rows {
      for column in 0..<columns where generator.uniform() < 0.3 {
        let value = Float(generator.uniform() - 0.5)
        dense[row][column] = Double(value)
        elements.append((UInt32(row), UInt32(column), value))
      }
    }
    self.dense = dense
    sparse = SparseRows(rows: rows, columns: columns, elements: elements)
  }

  func product(_ a: UInt32, _ b: UInt32) -> Double {
    zip(dense[Int(a)], dense[Int(b)]).reduce(0) { $0 + $1.0 * $1.1 }
  }
}

@Suite struct SparseProductsTests {
  /// Rows may repeat, and their number may be no multiple of eight.
  private func rows(_ count: Int, of total: Int, seed: UInt64) -> [UInt32] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in UInt32(generator.next(upperBound: UInt64(total))) }
  }

  @Test(arguments: [0, 1, 7, 8, 9, 33])
  func gramMatricesAreThoseOfDenseRows(count: Int) {
    let one = Case(rows: 20, columns: 50, seed: 1)
    let chosen = rows(count, of: 20, seed: UInt64(count))
    let result = Matrix(rows: count, columns: count)
    SparseScratch(columns: 50).gram(of: one.sparse, rows: chosen, into: result)
    for a in 0..<count {
      for b in 0..<count {
        #expect(abs(Double(result[a, b]) - one.product(chosen[a], chosen[b])) < 1e-5)
        #expect(result[a, b] == result[b, a])
      }
    }
  }

  @Test(arguments: [(0, 3), (1, 1), (8, 5), (13, 0), (21, 9)])
  func productsAreThoseOfDenseRows(count: Int, others: Int) {
    let one = Case(rows: 20, columns: 50, seed: 2)
    let (left, right) = (rows(count, of: 20, seed: 3), rows(others, of: 20, seed: 4))
    let result = Matrix(rows: count, columns: others)
    let scratch = SparseScratch(columns: 50)
    // Twice: nothing of the first time may be left.
    for _ in 0..<2 {
      scratch.products(of: one.sparse, rows: left, with: right, into: result)
    }
    for a in 0..<count {
      for b in 0..<others {
        #expect(abs(Double(result[a, b]) - one.product(left[a], right[b])) < 1e-5)
      }
    }
  }
}
