/// Inner products of sparse rows, eight rows at a time.
///
/// Eight rows are spread out side by side, their elements of one column in one vector of lanes, so that an
/// element of another row is multiplied with all eight at once.
///
/// `@unchecked Sendable` holds because each worker has its own.
@safe public final class SparseScratch: @unchecked Sendable {
  private typealias Lanes = SIMD8<Float>

  private let columns: Int
  /// The lanes of each column; all zero between calls.
  private let lanes: UnsafeMutablePointer<Lanes>

  /// Room for rows of `columns` columns.
  public init(columns: Int) {
    self.columns = columns
    unsafe lanes = allocateAligned(columns, of: Lanes.self)
    unsafe lanes.initialize(repeating: .zero, count: columns)
  }

  deinit { unsafe lanes.deallocate() }

  /// Inner products of rows of `matrix` with each other: result[a, b] = row(rows[a]) · row(rows[b]).
  ///
  /// - Parameters:
  ///   - rows: n rows of the matrix.
  ///   - result: Out, [n × n].
  /// - Complexity: O(n · elements of the n rows).
  public func gram(of matrix: SparseRows, rows: [UInt32], into result: Matrix) {
    let n = rows.count
    precondition(
      result.rows == n && result.columns == n, "\(n) rows into \(result.rows) × \(result.columns)")
    forEachBlock(of: matrix, rows) { block in
      for b in 0..<block.upperBound {
        let products = products(with: matrix, row: rows[b])
        for a in block where b <= a {
          unsafe result.base[a * n + b] = products[a - block.lowerBound]
          unsafe result.base[b * n + a] = products[a - block.lowerBound]
        }
      }
    }
  }

  /// Inner products of rows with other rows: result[a, b] = row(rows[a]) · row(others[b]).
  ///
  /// - Parameters:
  ///   - rows: m rows of the matrix.
  ///   - others: n rows of the matrix.
  ///   - result: Out, [m × n].
  /// - Complexity: O(m · elements of the n rows + elements of the m rows).
  public func products(
    of matrix: SparseRows, rows: [UInt32], with others: [UInt32], into result: Matrix
  ) {
    let n = others.count
    precondition(
      result.rows == rows.count && result.columns == n,
      "\(rows.count) × \(n) into \(result.rows) × \(result.columns)")
    forEachBlock(of: matrix, rows) { block in
      for (b, other) in others.enumerated() {
        let products = products(with: matrix, row: other)
        for a in block { unsafe result.base[a * n + b] = products[a - block.lowerBound] }
      }
    }
  }

  /// Runs `body` with the places of up to eight rows at a time, whose elements are in the lanes.
  private func forEachBlock(of matrix: SparseRows, _ rows: [UInt32], _ body: (Range<Int>) -> Void) {
    // SparseRows promises that every index is below its number of columns.
    precondition(matrix.columns == columns, "\(matrix.columns) columns, room for \(columns)")
    for start in stride(from: 0, to: rows.count, by: Lanes.scalarCount) {
      let block = start..<min(start + Lanes.scalarCount, rows.count)
      for place in block {
        forEachElement(of: matrix, rows[place]) { column, value in
          unsafe lanes[column][place - start] += value
        }
      }
      body(block)
      for place in block {
        forEachElement(of: matrix, rows[place]) { column, _ in unsafe lanes[column] = .zero }
      }
    }
  }

  /// The inner products of the rows in the lanes with another row, summed in the order of its elements.
  private func products(with matrix: SparseRows, row: UInt32) -> Lanes {
    var sums = Lanes.zero
    forEachElement(of: matrix, row) { column, value in
      unsafe sums += lanes[column] * value
    }
    return sums
  }

  @inline(__always)
  private func forEachElement(
    of matrix: SparseRows, _ row: UInt32, _ body: (Int, Float) -> Void
  ) {
    let places = matrix[Int(row)]
    unsafe matrix.indices.withUnsafeBufferPointer { indices in
      unsafe matrix.values.withUnsafeBufferPointer { values in
        for place in places { unsafe body(Int(indices[place]), values[place]) }
      }
    }
  }
}
