internal import CIntrinsics

/// One worker's list of the batch rows it is responsible for; allocated once.
///
/// `@unchecked Sendable` holds because each worker has its own.
@safe public final class OwnerScratch: @unchecked Sendable {
  let owned: UnsafeMutablePointer<UInt32>
  let capacity: Int

  /// Room for a batch of `capacity` rows.
  public init(capacity: Int) {
    self.capacity = capacity
    unsafe owned = allocateAligned(capacity + 1, of: UInt32.self)
  }

  deinit { unsafe owned.deallocate() }
}

extension EmbeddingTable {
  /// Applies a batch's gradients to the table rows that `worker` owns.
  ///
  /// Every row of the table belongs to one worker. Gradients of one row are added in the
  /// order of the batch, whoever the owner is, so the result does not depend on the number of workers.
  /// Work is proportional to the batch, never to the table.
  ///
  /// `inputs` is what ``gather(_:_:range:into:column:catchUp:)`` produced, the present weights; `gradients` is
  /// the loss's gradient with respect to it and is clobbered; `decay` is 1 − learning rate · L2.
  /// A touched row that is longer than `normLimit` afterwards is scaled to that length; rows asleep are not
  /// looked at. The default is no limit.
  public func update(
    _ batch: Batch, _ side: Side, worker: Int, of workers: Int, scratch: OwnerScratch,
    inputs: Matrix, gradients: Matrix, column: Int, step: Int, rule: UpdateRule, decay: Float,
    catchUp: AdamCatchUp?, normLimit: Float? = nil
  ) {
    precondition(rule.slots == slots, "a rule with \(rule.slots) slots on a table with \(slots)")
    precondition(
      batch.count <= scratch.capacity,
      "\(batch.count) rows, room for \(scratch.capacity)")
    let ids = unsafe batch.slotIDs(side)
    let owned = unsafe scratch.owned
    let ownedCount = unsafe listOwned(ids, batch.count, worker: worker, of: workers, into: owned)
    let (now, dimension) = (UInt32(step), dimension)
    let width = gradients.columns
    let headCount = unsafe addDuplicates(
      owned, ownedCount, ids: ids, step: now, gradients: gradients.base + column, width: width)
    let sleep = unsafe sleepPowers(catchUp)
    for k in 0..<headCount {
      if k + Self.prefetchDistance < headCount {
        let ahead = unsafe Int(owned[k + Self.prefetchDistance])
        unsafe prefetch(row: Int(ids[ahead]))
        // Another core may have written these: their lines are as far away as the table's.
        let start = ahead * width + column
        for line in Swift.stride(from: start, to: start + dimension, by: 16) {
          unsafe octavo_prefetch(inputs.base + line)
          unsafe octavo_prefetch(gradients.base + line)
        }
      }
      let sample = unsafe Int(owned[k])
      let row = unsafe Int(ids[sample])
      let weights = unsafe base + row * stride
      let missed = unsafe step - 1 - Int(lastStep[row])
      unsafe applyRule(
        rule, decay: decay, count: dimension, current: inputs.base + sample * width + column,
        weights: weights, state: weights + dimension, stateStride: dimension,
        gradient: gradients.base + sample * width + column,
        sleep: sleep.map { unsafe ($0.first[missed], $0.second[missed]) } ?? (1, 1))
      unsafe lastStep[row] = now
      if let normLimit { unsafe limitNorm(of: weights, to: normLimit) }
    }
  }

  /// weights ← weights · min(1, limit / ‖weights‖); apart, so that the loop over rows stays small.
  @inline(never)
  private func limitNorm(of weights: UnsafeMutablePointer<Float>, to limit: Float) {
    var squares: Float = 0
    for j in 0..<dimension { unsafe squares += weights[j] * weights[j] }
    guard squares > limit * limit else { return }
    let factor = limit / squares.squareRoot()
    for j in 0..<dimension { unsafe weights[j] *= factor }
  }

  /// The powers that moments decay by, for a rule that has moments.
  private func sleepPowers(
    _ catchUp: AdamCatchUp?
  ) -> (first: UnsafeMutablePointer<Float>, second: UnsafeMutablePointer<Float>)? {
    guard slots == 2, let catchUp else { return nil }
    return unsafe (catchUp.firstPowers, catchUp.secondPowers)
  }

  /// Writes the slots whose table row `worker` owns to `owned`, in batch order, without a branch.
  private func listOwned(
    _ ids: UnsafeMutablePointer<UInt32>, _ count: Int, worker: Int, of workers: Int,
    into owned: UnsafeMutablePointer<UInt32>
  ) -> Int {
    var found = 0
    let (workers, worker) = (UInt64(workers), UInt64(worker))
    for i in 0..<count {
      unsafe owned[found] = UInt32(truncatingIfNeeded: i)
      let id = unsafe ids[i]
      let spread = UInt64(id &* 0x9E37_79B1)
      found += ((spread &* workers) >> 32 == worker ? 1 : 0) & (id == Batch.noID ? 0 : 1)
    }
    return found
  }

  /// Adds the gradients of repeated rows onto the first, and keeps the first ones in `owned`.
  private func addDuplicates(
    _ owned: UnsafeMutablePointer<UInt32>, _ count: Int, ids: UnsafeMutablePointer<UInt32>,
    step: UInt32, gradients: UnsafeMutablePointer<Float>, width: Int
  ) -> Int {
    let dimension = dimension
    var heads = 0
    for k in 0..<count {
      if k + Self.prefetchDistance < count {
        let ahead = unsafe Int(ids[Int(owned[k + Self.prefetchDistance])])
        unsafe octavo_prefetch(headStep + ahead)
        unsafe octavo_prefetch(head + ahead)
      }
      let sample = unsafe owned[k]
      let row = unsafe Int(ids[Int(sample)])
      if unsafe headStep[row] == step {
        let sum = unsafe gradients + Int(head[row]) * width
        let term = unsafe gradients + Int(sample) * width
        unsafe octavo_add(dimension, sum, term)
      } else {
        unsafe headStep[row] = step
        unsafe head[row] = sample
        unsafe owned[heads] = sample
        heads += 1
      }
    }
    return heads
  }
}
