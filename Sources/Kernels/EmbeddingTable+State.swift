extension EmbeddingTable {
  /// Everything that rows hold, weights and optimizer state alike, [rows × dimension · (1 + slots)].
  public var contents: [Float] {
    unsafe Array(UnsafeBufferPointer(start: base, count: rows * stride))
  }

  /// The last step whose effects each row holds, [rows].
  public var lastSteps: [UInt32] {
    unsafe Array(UnsafeBufferPointer(start: lastStep, count: rows))
  }

  /// The number of elements of ``contents`` that belong to one row.
  public var rowLength: Int { stride }

  /// Replaces everything that rows hold.
  ///
  /// - Parameters:
  ///   - contents: As ``contents`` gave it, [rows × ``rowLength``].
  ///   - lastSteps: As ``lastSteps`` gave it, [rows].
  public func restore(contents: [Float], lastSteps: [UInt32]) {
    precondition(
      contents.count == rows * stride && lastSteps.count == rows,
      "\(contents.count) elements and \(lastSteps.count) steps for \(rows) rows of \(stride)")
    for (i, value) in contents.enumerated() { unsafe base[i] = value }
    for (row, step) in lastSteps.enumerated() { unsafe lastStep[row] = step }
  }

  /// Takes over the weights of the rows of `range`, as they stand after step `step`.
  ///
  /// - Parameter values: [range × dimension] from element `start` on.
  public func place(_ values: [Float], from start: Int, rows range: Range<Int>, afterStep step: Int)
  {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= rows && start >= 0
        && start + range.count * dimension <= values.count,
      "rows \(range) of \(rows) from element \(start) of \(values.count)")
    unsafe values.withUnsafeBufferPointer { source in
      guard let first = source.baseAddress else { return }
      for (i, row) in range.enumerated() {
        unsafe (base + row * stride).update(from: first + start + i * dimension, count: dimension)
        unsafe lastStep[row] = UInt32(step)
      }
    }
  }
}
