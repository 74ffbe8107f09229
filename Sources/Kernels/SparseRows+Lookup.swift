extension SparseRows {
  /// Whether these parts are a matrix whose columns rise within each row: files may hold anything.
  public static func isRising(
    columns: Int, offsets: [Int], indices: [UInt32], values: [Float]
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

  /// Where the element at (row, column) stands in ``indices`` and ``values``, or nil where none is stored.
  ///
  /// The columns must rise within each row.
  ///
  /// - Complexity: O(log of the row's length).
  public func place(_ row: Int, _ column: UInt32) -> Int? {
    var range = self[row]
    while !range.isEmpty {
      let middle = (range.lowerBound + range.upperBound) / 2
      if indices[middle] == column { return middle }
      range = indices[middle] < column ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return nil
  }

  /// The element at (row, column), 0 where none is stored; as ``place(_:_:)``.
  public func element(_ row: Int, _ column: UInt32) -> Float {
    place(row, column).map { values[$0] } ?? 0
  }
}
