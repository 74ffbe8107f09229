/// A sparse matrix as compressed rows: of each row the columns that are not zero, rising, with their values.
public struct SparseRows: Sendable, Equatable {
  /// Where each row begins in ``indices`` and ``values``, [rows + 1].
  public let offsets: [Int]
  /// The columns of the elements, rising within a row.
  public let indices: [UInt32]
  /// The elements.
  public let values: [Float]
  /// The number of columns.
  public let columns: Int

  /// A matrix of these parts.
  ///
  /// Traps where ``isValid(offsets:indices:values:columns:)`` is false.
  public init(offsets: [Int], indices: [UInt32], values: [Float], columns: Int) {
    precondition(
      Self.isValid(offsets: offsets, indices: indices, values: values, columns: columns),
      "no compressed rows: \(offsets.count) offsets, \(indices.count) indices, \(values.count) values"
    )
    self.init(unchecked: offsets, indices, values, columns)
  }

  private init(unchecked offsets: [Int], _ indices: [UInt32], _ values: [Float], _ columns: Int) {
    (self.offsets, self.indices, self.values) = (offsets, indices, values)
    self.columns = columns
  }

  /// A matrix of rows given one by one, each a list of rising columns and their values.
  public init(rows: [[(column: UInt32, value: Float)]], columns: Int) {
    var offsets = [0]
    offsets.reserveCapacity(rows.count + 1)
    for row in rows { offsets.append((offsets.last ?? 0) + row.count) }
    self.init(
      offsets: offsets, indices: rows.flatMap { $0.map(\.column) },
      values: rows.flatMap { $0.map(\.value) }, columns: columns)
  }

  /// Whether these parts are a matrix: files may hold anything.
  public static func isValid(
    offsets: [Int], indices: [UInt32], values: [Float], columns: Int
  ) -> Bool {
    guard offsets.first == 0, offsets.last == indices.count, indices.count == values.count,
      zip(offsets, offsets.dropFirst()).allSatisfy({ $0 <= $1 })
    else { return false }
    return zip(offsets, offsets.dropFirst()).allSatisfy { start, end in
      let row = indices[start..<end]
      return zip(row, row.dropFirst()).allSatisfy { $0 < $1 }
        && row.last.map { $0 < columns } ?? true
    }
  }

  /// The number of rows.
  public var rows: Int { offsets.count - 1 }

  /// Where the elements of a row stand in ``indices`` and ``values``.
  public func range(ofRow row: Int) -> Range<Int> { offsets[row]..<offsets[row + 1] }

  /// The element at (row, column); 0 where none is stored.
  ///
  /// - Complexity: O(log of the row's length).
  public subscript(row: Int, column: UInt32) -> Float {
    var range = range(ofRow: row)
    while let middle = range.isEmpty ? nil : (range.lowerBound + range.upperBound) / 2 {
      if indices[middle] == column { return values[middle] }
      range =
        indices[middle] < column ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return 0
  }

  /// The matrix with rows and columns exchanged.
  public var transposed: SparseRows {
    var offsets = [Int](repeating: 0, count: columns + 1)
    for column in indices { offsets[Int(column) + 1] += 1 }
    for column in 0..<columns { offsets[column + 1] += offsets[column] }
    var next = offsets
    var newIndices = [UInt32](repeating: 0, count: indices.count)
    var newValues = [Float](repeating: 0, count: indices.count)
    for row in 0..<rows {
      for place in range(ofRow: row) {
        let target = next[Int(indices[place])]
        next[Int(indices[place])] += 1
        newIndices[target] = UInt32(row)
        newValues[target] = values[place]
      }
    }
    return SparseRows(unchecked: offsets, newIndices, newValues, rows)
  }
}
