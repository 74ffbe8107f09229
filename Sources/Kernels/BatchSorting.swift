/// What a sorted ``Batch`` needs beside its rows; allocated once.
///
/// `@unchecked Sendable` holds as for the batch.
@safe final class BatchSorting: @unchecked Sendable {
  /// How many buckets rows are put into first.
  static let buckets = 256
  /// How many tasks sort a bucket's rows at most.
  static let bucketTasks = 64

  /// The ids of the slots of the sorted side.
  let slotIDs: UnsafeMutablePointer<UInt32>
  /// The row after the last one of each slot.
  let ends: UnsafeMutablePointer<UInt32>
  /// For each row in the new order its old number.
  let order: UnsafeMutablePointer<UInt32>
  /// The old numbers of the rows of each bucket.
  let spare: UnsafeMutablePointer<UInt32>
  /// The rows as they arrived: reader, book, target, weight.
  let arrivals: UnsafeMutablePointer<SIMD4<UInt32>>
  /// For each part of the rows and each bucket how many of its rows belong there, and then where the next one goes.
  let places: UnsafeMutablePointer<UInt32>
  /// Where each bucket begins, and where the last one ends.
  let starts: UnsafeMutablePointer<UInt32>

  init(capacity: Int) {
    unsafe slotIDs = allocateAligned(capacity, of: UInt32.self)
    unsafe ends = allocateAligned(capacity, of: UInt32.self)
    unsafe order = allocateAligned(capacity, of: UInt32.self)
    unsafe spare = allocateAligned(capacity, of: UInt32.self)
    unsafe arrivals = allocateAligned(capacity, of: SIMD4<UInt32>.self)
    unsafe places = allocateAligned(Batch.mostSortingParts * Self.buckets, of: UInt32.self)
    unsafe starts = allocateAligned(Self.buckets + 1, of: UInt32.self)
  }

  deinit {
    unsafe slotIDs.deallocate()
    unsafe ends.deallocate()
    unsafe order.deallocate()
    unsafe spare.deallocate()
    unsafe arrivals.deallocate()
    unsafe places.deallocate()
    unsafe starts.deallocate()
  }
}

// Sorting is in three steps, of which tasks share each.
extension Batch {
  /// Remembers rows that have just been set.
  public func noteArrivals(_ range: Range<Int>) {
    guard let sorting else { return }
    precondition(range.upperBound <= capacity, "rows \(range) of \(capacity)")
    for i in range {
      unsafe sorting.arrivals[i] = SIMD4(
        readers[i], books[i], targetBase[i].bitPattern, weightBase[i].bitPattern)
    }
  }

  /// Into how many parts the rows of a batch may be cut to be sorted.
  public static let mostSortingParts = 16

  /// Finds the order of all rows by the ids of the sorted side, equal ids in the order of arrival.
  ///
  /// Rows go to buckets by the highest bits of their ids, part by part of the batch, and are then sorted within their
  /// buckets. Each part has places of its own in every bucket, those of earlier parts before it, so that the order does
  /// not depend on the number of parts.
  ///
  /// Complexity: O(rows), whatever the number of ids.
  ///
  /// - Parameters:
  ///   - parts: How many tasks share the rows, at most ``mostSortingParts``. The default is 1.
  ///   - run: Runs tasks 0 to `count` − 1, which are independent, and waits for them. The default runs one after
  ///     another.
  public func sort(
    parts: Int = 1,
    by run: (_ count: Int, _ task: @Sendable (Int) -> Void) -> Void = { count, task in
      for number in 0..<count { task(number) }
    }
  ) {
    guard let sorting, let sortedSide else { return }
    precondition((1...Self.mostSortingParts).contains(parts), "\(parts) parts to sort")
    let ids = unsafe ids(sortedSide)
    var highest: UInt32 = 0
    for i in 0..<count { unsafe highest = max(highest, ids[i]) }
    // The bits below those that choose a bucket.
    let low = max(0, 32 - highest.leadingZeroBitCount - 8)
    run(parts) { self.countRows(ofPart: $0, of: parts, low: low) }
    sorting.placeParts(parts)
    run(parts) { self.fillBuckets(fromPart: $0, of: parts, low: low) }
    run(BatchSorting.bucketTasks) { task in
      let each = BatchSorting.buckets / BatchSorting.bucketTasks
      for bucket in task * each..<(task + 1) * each { self.sortBucket(bucket, low: low) }
    }
  }

  /// Moves the rows that belong to `range` there.
  public func arrange(_ range: Range<Int>) {
    guard let sorting else { return }
    precondition(range.upperBound <= count, "rows \(range) of \(count)")
    for i in range {
      let row = unsafe sorting.arrivals[Int(sorting.order[i])]
      unsafe readers[i] = row.x
      unsafe books[i] = row.y
      unsafe targetBase[i] = Float(bitPattern: row.z)
      unsafe weightBase[i] = Float(bitPattern: row.w)
    }
  }

  /// Counts the rows of a part that belong to each bucket.
  private func countRows(ofPart part: Int, of parts: Int, low: Int) {
    guard let sorting, let sortedSide else { return }
    let ids = unsafe ids(sortedSide)
    let places = unsafe sorting.places + part * BatchSorting.buckets
    unsafe places.update(repeating: 0, count: BatchSorting.buckets)
    for i in rows(ofPart: part, of: parts) { unsafe places[Int(ids[i] >> UInt32(low))] += 1 }
  }

  /// Puts the rows of a part into their buckets, in the order of arrival.
  private func fillBuckets(fromPart part: Int, of parts: Int, low: Int) {
    guard let sorting, let sortedSide else { return }
    let ids = unsafe ids(sortedSide)
    let places = unsafe sorting.places + part * BatchSorting.buckets
    for i in rows(ofPart: part, of: parts) {
      let bucket = unsafe Int(ids[i] >> UInt32(low))
      unsafe sorting.spare[Int(places[bucket])] = UInt32(truncatingIfNeeded: i)
      unsafe places[bucket] += 1
    }
  }

  private func rows(ofPart part: Int, of parts: Int) -> Range<Int> {
    count * part / parts..<count * (part + 1) / parts
  }

  /// Sorts the rows of a bucket by the lower bits of their ids: a radix sort of up to eight bits a pass, stable.
  private func sortBucket(_ bucket: Int, low: Int) {
    guard let sorting, let sortedSide else { return }
    let ids = unsafe ids(sortedSide)
    let rows = unsafe Int(sorting.starts[bucket])..<Int(sorting.starts[bucket + 1])
    var (source, target) = unsafe (sorting.spare, sorting.order)
    for shift in stride(from: 0, to: low, by: 8) where rows.count > 1 {
      unsafe distribute(
        rows, of: source, to: target, by: ids, shift: shift, bits: min(8, low - shift))
      unsafe swap(&source, &target)
    }
    // `source` holds the last result.
    guard unsafe source != sorting.order else { return }
    for i in rows { unsafe sorting.order[i] = source[i] }
  }

  /// One pass of a radix sort of `rows`: by some bits of the ids, stable.
  private func distribute(
    _ rows: Range<Int>, of source: UnsafeMutablePointer<UInt32>,
    to target: UnsafeMutablePointer<UInt32>, by ids: UnsafeMutablePointer<UInt32>, shift: Int,
    bits: Int
  ) {
    let (digits, mask) = (1 << bits, UInt32(1 << bits - 1))
    unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: digits) { next in
      unsafe next.initialize(repeating: 0)
      for i in rows { unsafe next[Int(ids[Int(source[i])] >> UInt32(shift) & mask)] += 1 }
      var sum = UInt32(rows.lowerBound)
      for digit in 0..<digits {
        let size = unsafe next[digit]
        unsafe next[digit] = sum
        sum += size
      }
      for i in rows {
        let row = unsafe source[i]
        let digit = unsafe Int(ids[Int(row)] >> UInt32(shift) & mask)
        unsafe target[Int(next[digit])] = row
        unsafe next[digit] += 1
      }
    }
  }
}

extension BatchSorting {
  /// Turns counts into places: buckets one behind the other, and in each the parts in their order.
  fileprivate func placeParts(_ parts: Int) {
    var next: UInt32 = 0
    for bucket in 0..<Self.buckets {
      unsafe starts[bucket] = next
      for part in 0..<parts {
        let place = part * Self.buckets + bucket
        let size = unsafe places[place]
        unsafe places[place] = next
        next += size
      }
    }
    unsafe starts[Self.buckets] = next
  }
}
