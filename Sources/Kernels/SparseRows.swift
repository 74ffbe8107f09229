internal import CIntrinsics
import Parallelism

/// A sparse matrix in compressed rows: the elements of a row one behind the other.
public struct SparseRows: Sendable {
  /// The number of columns.
  public let columns: Int
  /// Where each row begins in ``indices`` and ``values``, [rows + 1].
  public let offsets: [Int]
  /// The column of each element.
  public let indices: [UInt32]
  /// The value of each element.
  public var values: [Float]

  /// A matrix of these parts.
  ///
  /// Traps unless offsets rise from 0 to the number of elements and every index is a column.
  public init(columns: Int, offsets: [Int], indices: [UInt32], values: [Float]) {
    precondition(
      offsets.first == 0 && offsets.last == indices.count && indices.count == values.count
        && zip(offsets, offsets.dropFirst()).allSatisfy { $0 <= $1 },
      "\(offsets.count) offsets of \(indices.count) indices and \(values.count) values")
    precondition(indices.allSatisfy { $0 < columns }, "an index beyond \(columns) columns")
    self.columns = columns
    self.offsets = offsets
    self.indices = indices
    self.values = values
  }

  /// A matrix of elements in any order; those of one place stay side by side.
  public init(
    rows: Int, columns: Int, elements: some Sequence<(row: UInt32, column: UInt32, value: Float)>
  ) {
    var places = GroupPlaces(elements.lazy.map(\.row), groups: rows)
    let offsets = places.offsets
    var indices = [UInt32](repeating: 0, count: offsets[rows])
    var values = [Float](repeating: 0, count: offsets[rows])
    for element in elements {
      let place = places.place(in: element.row)
      (indices[place], values[place]) = (element.column, element.value)
    }
    self.init(columns: columns, offsets: offsets, indices: indices, values: values)
  }

  /// The number of rows.
  public var rows: Int { offsets.count - 1 }

  /// The places of one row's elements in ``indices`` and ``values``.
  public subscript(row: Int) -> Range<Int> { offsets[row]..<offsets[row + 1] }

  /// The same elements with rows and columns exchanged.
  public var transposed: SparseRows {
    var places = GroupPlaces(indices, groups: columns)
    var newIndices = [UInt32](repeating: 0, count: indices.count)
    var newValues = [Float](repeating: 0, count: indices.count)
    for row in 0..<rows {
      for element in self[row] {
        let target = places.place(in: indices[element])
        (newIndices[target], newValues[target]) = (UInt32(row), values[element])
      }
    }
    return SparseRows(
      columns: rows, offsets: places.offsets, indices: newIndices, values: newValues)
  }

  /// Divides every row by its Euclidean length; rows of zeros stay.
  public func normalized() -> SparseRows {
    var copy = self
    for row in 0..<rows {
      let length = self[row].reduce(Float(0)) { $0 + values[$1] * values[$1] }.squareRoot()
      if length > 0 { for place in self[row] { copy.values[place] /= length } }
    }
    return copy
  }
}

/// result = sparse · dense.
///
/// Shapes: `sparse` [m × k], `dense` [k × n], `result` [m × n]. Each row of the result is summed by one
/// task, in the order of its elements.
public func multiply(
  _ sparse: SparseRows, _ dense: Matrix, into result: Matrix, threads: Int
) {
  precondition(
    sparse.columns == dense.rows && result.rows == sparse.rows && result.columns == dense.columns,
    "\(sparse.rows) × \(sparse.columns) · \(dense.rows) × \(dense.columns) into "
      + "\(result.rows) × \(result.columns)")
  let width = dense.columns
  let rowsPerTask = 64
  Parallel.forEach((sparse.rows + rowsPerTask - 1) / rowsPerTask, threads: threads) { task in
    for row in task * rowsPerTask..<min((task + 1) * rowsPerTask, sparse.rows) {
      let target = unsafe result.base + row * width
      unsafe target.update(repeating: 0, count: width)
      for place in sparse[row] {
        let source = unsafe dense.base + Int(sparse.indices[place]) * width
        unsafe octavo_add_scaled(width, target, source, sparse.values[place])
      }
    }
  }
}

extension Matrix {
  /// Divides every row by its Euclidean length; rows of zeros stay.
  public func normalizeRows() {
    for row in 0..<rows {
      let start = unsafe base + row * columns
      var squared: Float = 0
      for j in 0..<columns { unsafe squared += start[j] * start[j] }
      guard squared > 0 else { continue }
      let length = squared.squareRoot()
      for j in 0..<columns { unsafe start[j] /= length }
    }
  }

  /// Copies the rows `indices` of `source`, one after the other.
  ///
  /// Shapes: `source` [m × columns]; this matrix has `indices.count` rows.
  public func gather(_ indices: [UInt32], from source: Matrix) {
    precondition(
      rows == indices.count && columns == source.columns,
      "\(indices.count) rows of \(source.columns) into \(rows) × \(columns)")
    for (row, index) in indices.enumerated() {
      precondition(index < source.rows, "row \(index) of \(source.rows)")
      unsafe (base + row * columns).update(
        from: source.base + Int(index) * columns, count: columns)
    }
  }
}
