/// A part of a ``Matrix``, seen as a matrix of its own; optionally transposed.
public struct MatrixView: Sendable {
  let matrix: Matrix
  let offset: Int
  /// The number of rows as stored.
  let storedRows: Int
  /// The number of columns as stored.
  let storedColumns: Int
  /// The distance between stored rows.
  let stride: Int
  /// Whether the elements are stored column after column.
  public let isTransposed: Bool

  /// The number of rows.
  public var rows: Int { isTransposed ? storedColumns : storedRows }
  /// The number of columns.
  public var columns: Int { isTransposed ? storedRows : storedColumns }

  /// The same elements with rows and columns exchanged; nothing moves.
  public var transposed: MatrixView {
    MatrixView(
      matrix: matrix, offset: offset, storedRows: storedRows, storedColumns: storedColumns,
      stride: stride, isTransposed: !isTransposed)
  }

  /// Some of the rows of a view that is not transposed, [range × columns].
  public func rows(_ range: Range<Int>) -> MatrixView {
    precondition(
      !isTransposed && range.lowerBound >= 0 && range.upperBound <= rows,
      "rows \(range) of \(rows)")
    return MatrixView(
      matrix: matrix, offset: offset + range.lowerBound * stride, storedRows: range.count,
      storedColumns: storedColumns, stride: stride, isTransposed: false)
  }

  /// Copies all elements into `array`, from element `start` on; the view must have no gaps.
  public func copy(to array: inout [Float], from start: Int) {
    precondition(
      isContiguous && start >= 0 && start + count <= array.count,
      "\(count) elements into \(array.count) from \(start)")
    unsafe array.withUnsafeMutableBufferPointer { target in
      guard let first = target.baseAddress else { return }
      unsafe (first + start).update(from: base, count: count)
    }
  }

  /// Replaces all elements by those of `array` from element `start` on; the view must have no gaps.
  public func copy(from array: [Float], at start: Int) {
    precondition(
      isContiguous && start >= 0 && start + count <= array.count,
      "\(count) elements of \(array.count) from \(start)")
    unsafe array.withUnsafeBufferPointer { source in
      guard let first = source.baseAddress else { return }
      unsafe base.update(from: first + start, count: count)
    }
  }

  /// Sets every element to `value`; the view must have no gaps.
  public func fill(_ value: Float) {
    precondition(isContiguous, "a view with gaps")
    unsafe base.update(repeating: value, count: count)
  }

  /// Some of the columns of a view that is not transposed, [rows × range].
  public func columns(_ range: Range<Int>) -> MatrixView {
    precondition(
      !isTransposed && range.lowerBound >= 0 && range.upperBound <= columns,
      "columns \(range) of \(columns)")
    return MatrixView(
      matrix: matrix, offset: offset + range.lowerBound, storedRows: storedRows,
      storedColumns: range.count, stride: stride, isTransposed: false)
  }

  /// All elements as stored, row after row.
  public var values: [Float] {
    (0..<storedRows).flatMap { row in
      unsafe Array(UnsafeBufferPointer(start: base + row * stride, count: storedColumns))
    }
  }

  /// Replaces all elements, in the order of storage.
  public func copy(from values: [Float]) {
    precondition(
      values.count == count && isContiguous, "\(values.count) values for \(rows) × \(columns)")
    unsafe values.withUnsafeBufferPointer { source in
      guard let start = source.baseAddress else { return }
      unsafe base.update(from: start, count: count)
    }
  }

  /// The element at a place of the matrix as it is read.
  func element(_ row: Int, _ column: Int) -> Float {
    precondition((0..<rows).contains(row) && (0..<columns).contains(column), "(\(row), \(column))")
    let (rowStep, columnStep) = strides
    return unsafe base[row * rowStep + column * columnStep]
  }

  /// How many elements lie between two rows, and between two columns.
  var strides: (row: Int, column: Int) { isTransposed ? (1, stride) : (stride, 1) }

  var base: UnsafeMutablePointer<Float> { unsafe matrix.base + offset }
  var count: Int { storedRows * storedColumns }
  /// Whether the elements follow one another without gaps.
  var isContiguous: Bool { stride == storedColumns || storedRows <= 1 }
}

extension Matrix {
  /// `count` rows from row `start` on, [count × columns].
  public func rows(from start: Int = 0, count: Int) -> MatrixView {
    precondition(
      start >= 0 && count >= 0 && start + count <= rows, "rows \(start) + \(count) of \(rows)")
    return MatrixView(
      matrix: self, offset: start * columns, storedRows: count, storedColumns: columns,
      stride: columns, isTransposed: false)
  }

  /// The whole matrix.
  public var view: MatrixView { rows(count: rows) }

  /// `rows` × `columns` consecutive elements from element `offset` on, read as a matrix.
  ///
  /// This is how one block of parameters holds the weights of several layers.
  public func block(at offset: Int, rows: Int, columns: Int) -> MatrixView {
    precondition(
      offset >= 0 && offset + rows * columns <= count,
      "elements \(offset) + \(rows) × \(columns) of \(count)")
    return MatrixView(
      matrix: self, offset: offset, storedRows: rows, storedColumns: columns, stride: columns,
      isTransposed: false)
  }
}
