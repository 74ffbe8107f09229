/// What a sorted ``Batch`` needs beside its rows; allocated once.
///
/// `@unchecked Sendable` holds as for the batch.
@safe final class BatchSorting: @unchecked Sendable {
  /// The ids of the slots of the sorted side.
  let slotIDs: UnsafeMutablePointer<UInt32>
  /// The row after the last one of each slot.
  let ends: UnsafeMutablePointer<UInt32>
  /// For each row in the new order its old number.
  let order: UnsafeMutablePointer<UInt32>
  let spare: UnsafeMutablePointer<UInt32>
  /// The rows as they arrived: reader, book, target, weight.
  let arrivals: UnsafeMutablePointer<SIMD4<UInt32>>
  /// Whether the new order ended up in ``spare``.
  var isInSpare = false

  init(capacity: Int) {
    unsafe slotIDs = allocateAligned(capacity, of: UInt32.self)
    unsafe ends = allocateAligned(capacity, of: UInt32.self)
    unsafe order = allocateAligned(capacity, of: UInt32.self)
    unsafe spare = allocateAligned(capacity, of: UInt32.self)
    unsafe arrivals = allocateAligned(capacity, of: SIMD4<UInt32>.self)
  }

  deinit {
    unsafe slotIDs.deallocate()
    unsafe ends.deallocate()
    unsafe order.deallocate()
    unsafe spare.deallocate()
    unsafe arrivals.deallocate()
  }
}

// Sorting is in three steps, so that tasks share the first and the last.
extension Batch {
  /// Remembers rows that have just been set.
  public func noteArrivals(_ range: Range<Int>) {
    guard let sorting else { return }
    precondition(range.upperBound <= capacity, "rows \(range) of \(capacity)")
    for i in range {
      unsafe sorting.arrivals[i] = SIMD4(
        readers[i], books[i], targetBase[i].bitPattern, weightBase[i].bitPattern)
      unsafe sorting.order[i] = UInt32(truncatingIfNeeded: i)
    }
  }

  /// Finds the order of all rows by the ids of the sorted side, equal ids in the order of arrival.
  ///
  /// Complexity: O(rows), whatever the number of ids.
  public func sort() {
    guard let sorting, let sortedSide else { return }
    let ids = unsafe ids(sortedSide)
    var highest: UInt32 = 0
    for i in 0..<count { unsafe highest = max(highest, ids[i]) }
    let passes = (32 - highest.leadingZeroBitCount + 7) / 8
    var (source, target) = unsafe (sorting.order, sorting.spare)
    for pass in 0..<passes {
      unsafe distribute(source, to: target, by: ids, shift: UInt32(8 * pass))
      unsafe swap(&source, &target)
    }
    sorting.isInSpare = passes % 2 == 1
  }

  /// Moves the rows that belong to `range` there.
  public func arrange(_ range: Range<Int>) {
    guard let sorting else { return }
    precondition(range.upperBound <= count, "rows \(range) of \(count)")
    let order = unsafe sorting.isInSpare ? sorting.spare : sorting.order
    for i in range {
      let row = unsafe sorting.arrivals[Int(order[i])]
      unsafe readers[i] = row.x
      unsafe books[i] = row.y
      unsafe targetBase[i] = Float(bitPattern: row.z)
      unsafe weightBase[i] = Float(bitPattern: row.w)
    }
  }

  /// One pass of a radix sort: by eight bits of the ids, stable.
  private func distribute(
    _ source: UnsafeMutablePointer<UInt32>, to target: UnsafeMutablePointer<UInt32>,
    by ids: UnsafeMutablePointer<UInt32>, shift: UInt32
  ) {
    unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 256) { next in
      unsafe next.initialize(repeating: 0)
      for i in 0..<count { unsafe next[Int(ids[i] >> shift & 255)] += 1 }
      var sum: UInt32 = 0
      for digit in 0..<256 {
        let size = unsafe next[digit]
        unsafe next[digit] = sum
        sum += size
      }
      for i in 0..<count {
        let row = unsafe source[i]
        let digit = unsafe Int(ids[Int(row)] >> shift & 255)
        unsafe target[Int(next[digit])] = row
        unsafe next[digit] += 1
      }
    }
  }

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
