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
}
