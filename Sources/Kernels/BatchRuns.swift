extension Batch {
  /// Gives each run of equal ids among the rows of `block` a slot, from the block's first row on.
  ///
  /// - Returns: The runs; nil for a batch that is not sorted.
  public func makeRuns(in block: Range<Int>) -> RowRuns? {
    guard let sorting, let sortedSide else { return nil }
    precondition(block.upperBound <= count && !block.isEmpty, "rows \(block) of \(count)")
    let ids = unsafe ids(sortedSide)
    let (slotIDs, ends) = unsafe (sorting.slotIDs, sorting.ends)
    var slot = block.lowerBound
    unsafe slotIDs[slot] = ids[slot]
    for i in block.dropFirst() where unsafe ids[i] != slotIDs[slot] {
      unsafe ends[slot] = UInt32(truncatingIfNeeded: i - block.lowerBound)
      slot += 1
      unsafe slotIDs[slot] = ids[i]
    }
    unsafe ends[slot] = UInt32(truncatingIfNeeded: block.count)
    for unused in slot + 1..<block.upperBound { unsafe slotIDs[unused] = Slots.noID }
    return RowRuns(batch: self, slots: block.lowerBound..<slot + 1)
  }
}

extension Batch {
  /// Which rows of a matrix of a side's embeddings or their gradients the present batch uses.
  public func usedSlots(_ side: Side) -> [Int] {
    let ids = unsafe slotIDs(side)
    return (0..<count).filter { unsafe ids[$0] != Slots.noID }
  }
}

/// The runs of rows in a block of a sorted batch that share a table row.
public struct RowRuns: Sendable {
  private let batch: Batch
  /// The slots of the runs: rows of the matrices that hold embeddings and their gradients.
  public let slots: Range<Int>

  fileprivate init(batch: Batch, slots: Range<Int>) {
    self.batch = batch
    self.slots = slots
  }

  /// The number of runs.
  public var count: Int { slots.count }

  /// Calls `body` with the number and the rows of each run, rows counted from the block's first.
  @inline(__always)
  func eachRun(_ body: (_ run: Int, _ rows: Range<Int>) -> Void) {
    guard let ends = unsafe batch.sorting?.ends else { return }
    var start = 0
    for run in 0..<count {
      let end = unsafe Int(ends[slots.lowerBound + run])
      body(run, start..<end)
      start = end
    }
  }
}
