import Parallelism

/// The inner products of all rows of some sparse matrices with each other, in 16 bits each.
///
/// Products lie between −1 and 1, as the rows have length 1 or 0, and are rounded to the nearest multiple of
/// 1/32,767. Those of the same two rows in all matrices lie side by side: they are fetched from memory together.
public struct CosineTable: Sendable {
  /// The number of rows of each matrix.
  public let rows: Int
  private let matrices: Int
  /// [rows · (rows + 1) / 2 × matrices]: of each row those with the rows up to itself.
  private let cosines: [Int16]

  private static let scale: Float = 32767
  private static let rowsPerTask = 32

  /// The most by which a product is rounded.
  public static let largestError: Float = 0.5 / scale

  /// The size of a table in memory, in bytes.
  public static func bytes(rows: Int, matrices: Int) -> Int {
    start(ofRow: rows) * matrices * MemoryLayout<Int16>.size
  }

  /// The products of each of `matrices`, all with the same number of rows.
  ///
  /// - Complexity: O(rows / 8 · elements of the matrices).
  public init(_ matrices: [SparseRows], threads: Int) {
    let rows = matrices.first?.rows ?? 0
    precondition(
      matrices.allSatisfy { $0.rows == rows }, "matrices of \(matrices.map(\.rows)) rows")
    let count = matrices.count
    let tasks = stride(from: 0, to: rows, by: Self.rowsPerTask).map {
      $0..<min($0 + Self.rowsPerTask, rows)
    }
    let parts = tasks.map {
      count * Self.start(ofRow: $0.lowerBound)..<count * Self.start(ofRow: $0.upperBound)
    }
    var cosines = [Int16](repeating: 0, count: count * Self.start(ofRow: rows))
    Parallel.mutateParts(of: &cosines, parts: parts, threads: threads) { task, part in
      for (place, matrix) in matrices.enumerated() {
        let products = Self.products(of: matrix, tasks[task])
        var next = place
        for (a, row) in tasks[task].enumerated() {
          for b in 0...row {
            part[next] = Self.rounded(products[a, b])
            next += count
          }
        }
      }
    }
    (self.rows, self.matrices, self.cosines) = (rows, count, cosines)
    useLargePages(for: self.cosines)
  }

  /// The products of some rows with all up to the last of them, [m × last + 1].
  private static func products(of matrix: SparseRows, _ rows: Range<Int>) -> Matrix {
    let result = Matrix(rows: rows.count, columns: rows.upperBound)
    SparseScratch(columns: matrix.columns).products(
      of: matrix, rows: rows.map { UInt32($0) }, with: (0..<rows.upperBound).map { UInt32($0) },
      into: result)
    return result
  }

  private static func rounded(_ product: Float) -> Int16 {
    let value = max(-1, min(1, product)) * scale
    return Int16(value + (value < 0 ? -0.5 : 0.5))
  }

  /// Where a row's products begin, of one matrix.
  private static func start(ofRow row: Int) -> Int { row * (row + 1) / 2 }

  /// result[a, b] = row(rows[a]) · row(others[b]) of the matrix at `place` among those of the table.
  ///
  /// - Parameters:
  ///   - rows: m rows.
  ///   - others: n rows; nil are `rows` themselves.
  ///   - result: Out, [m × n].
  public func gather(_ rows: [UInt32], _ others: [UInt32]?, matrix place: Int, into result: Matrix)
  {
    let columns = others ?? rows
    precondition(
      result.rows == rows.count && result.columns == columns.count,
      "\(rows.count) × \(columns.count) into \(result.rows) × \(result.columns)")
    precondition((0..<matrices).contains(place), "matrix \(place) of \(matrices)")
    for (a, row) in rows.enumerated() {
      for b in 0..<(others == nil ? a + 1 : columns.count) {
        let product = product(Int(row), Int(columns[b]), place)
        unsafe result.base[a * columns.count + b] = product
        if others == nil { unsafe result.base[b * columns.count + a] = product }
      }
    }
  }

  private func product(_ a: Int, _ b: Int, _ place: Int) -> Float {
    let pair = Self.start(ofRow: max(a, b)) + min(a, b)
    return Float(cosines[pair * matrices + place]) * (1 / Self.scale)
  }
}
