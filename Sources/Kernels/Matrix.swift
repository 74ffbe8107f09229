/// A dense matrix of single-precision numbers, row-major, aligned to a cache line.
///
/// A reference type, as tensors are in every trainer: the phases of a step share buffers on purpose, and
/// a silent copy of an embedding table is the bug that value semantics would invite.
///
/// `@unchecked Sendable` holds because writers are kept apart by rows: during a parallel phase each task
/// writes rows (or whole matrices) that no other task touches, and ``Parallel`` joins before the next.
@safe public final class Matrix: @unchecked Sendable {
  /// The number of rows.
  public let rows: Int
  /// The number of columns, which is also the distance between rows.
  public let columns: Int
  private let memory: ZeroedMemory<Float>
  let base: UnsafeMutablePointer<Float>

  /// A matrix of zeros, [rows × columns].
  public init(rows: Int, columns: Int) {
    precondition(rows >= 0 && columns >= 0, "a matrix of \(rows) × \(columns)")
    self.rows = rows
    self.columns = columns
    memory = ZeroedMemory(count: rows * columns)
    unsafe base = memory.base
  }

  /// A matrix holding `values`, [rows × columns], row after row.
  public convenience init(rows: Int, columns: Int, values: [Float]) {
    self.init(rows: rows, columns: columns)
    copy(from: values)
  }

  deinit { memory.release() }

  /// The number of elements.
  public var count: Int { rows * columns }

  /// One element.
  public subscript(row: Int, column: Int) -> Float {
    get { unsafe base[index(row, column)] }
    set { unsafe base[index(row, column)] = newValue }
  }

  /// All elements, row after row.
  public var values: [Float] { view.values }

  /// Replaces all elements, row after row.
  public func copy(from values: [Float]) { view.copy(from: values) }

  /// Sets every element to `value`.
  public func fill(_ value: Float) {
    unsafe base.update(repeating: value, count: count)
  }

  private func index(_ row: Int, _ column: Int) -> Int {
    precondition(
      (0..<rows).contains(row) && (0..<columns).contains(column),
      "element (\(row), \(column)) of a \(rows) × \(columns) matrix")
    return row * columns + column
  }
}

/// The first rows of `target` become the rows of `source` with the numbers `rows`, in their order.
public func copyRows(_ rows: ArraySlice<Int>, of source: Matrix, into target: Matrix) {
  precondition(
    rows.count <= target.rows && source.columns == target.columns,
    "\(rows.count) rows of \(source.columns) into \(target.rows) × \(target.columns)")
  for (place, row) in rows.enumerated() {
    precondition((0..<source.rows).contains(row), "row \(row) of \(source.rows)")
    unsafe (target.base + place * target.columns).update(
      from: source.base + row * source.columns, count: source.columns)
  }
}
