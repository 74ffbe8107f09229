import Kernels
import Parallelism
import Testing

@Suite struct CosineTableTests {
  /// Rows of length 1 or 0, some elements below 0.
  private func bags(rows: Int, columns: Int, seed: UInt64) -> SparseRows {
    var generator = SeededGenerator(seed: seed)
    var elements: [(row: UInt32, column: UInt32, value: Float)] = []
    for row in 0..<rows where row % 9 != 4 {
      for column in 0..<columns where generator.uniform() < 0.3 {
        elements.append((UInt32(row), UInt32(column), Float(generator.uniform() - 0.2)))
      }
    }
    return SparseRows(rows: rows, columns: columns, elements: elements).normalized()
  }

  private func gathered(
    _ table: CosineTable, _ rows: [UInt32], _ others: [UInt32]?, matrix: Int
  ) -> [Float] {
    let result = Matrix(rows: rows.count, columns: (others ?? rows).count)
    table.gather(rows, others, matrix: matrix, into: result)
    return result.values
  }

  @Test(arguments: [1, 31, 32, 70])
  func whatIsGatheredIsWhatIsComputedButForRounding(rows: Int) {
    let matrices = [
      bags(rows: rows, columns: 40, seed: 1), bags(rows: rows, columns: 13, seed: 2),
    ]
    let table = CosineTable(matrices, threads: 2)
    let left = (0..<UInt32(rows)).map { ($0 * 7) % UInt32(rows) }
    let right = [UInt32(rows - 1), 0, UInt32(rows / 2)]
    for (place, matrix) in matrices.enumerated() {
      for others in [nil, right] {
        let expected = Matrix(rows: rows, columns: (others ?? left).count)
        SparseScratch(columns: matrix.columns)
          .products(of: matrix, rows: left, with: others ?? left, into: expected)
        let found = gathered(table, left, others, matrix: place)
        for (one, other) in zip(found, expected.values) {
          #expect(abs(one - other) < CosineTable.largestError + 1e-6)
        }
      }
    }
  }

  @Test func tablesDoNotDependOnThreads() {
    let matrices = [bags(rows: 100, columns: 30, seed: 3)]
    let all = (0..<UInt32(100)).map(\.self)
    let one = gathered(CosineTable(matrices, threads: 1), all, nil, matrix: 0)
    for threads in [2, 5] {
      let table = CosineTable(matrices, threads: threads)
      #expect(gathered(table, all, nil, matrix: 0) == one)
    }
  }

  @Test func aTableIsAsLargeAsItSays() {
    #expect(CosineTable.bytes(rows: 10_000, matrices: 2) == 10_000 * 10_001 * 2)
    #expect(CosineTable.bytes(rows: 0, matrices: 2) == 0)
  }
}
