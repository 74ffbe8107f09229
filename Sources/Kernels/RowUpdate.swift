internal import CIntrinsics

/// One worker's list of the batch rows it is responsible for; allocated once.
///
/// `@unchecked Sendable` holds because each worker has its own.
@safe public final class OwnerScratch: @unchecked Sendable {
  let owned: UnsafeMutablePointer<UInt32>
  /// For slots that hold a sum over some shards of a table row: the slot of the sum over the shards before.
  let below: UnsafeMutablePointer<UInt32>
  let capacity: Int

  /// Room for a batch of `capacity` rows.
  public init(capacity: Int) {
    self.capacity = capacity
    unsafe owned = allocateAligned(capacity + 1, of: UInt32.self)
    unsafe below = allocateAligned(capacity, of: UInt32.self)
  }

  deinit {
    unsafe owned.deallocate()
    unsafe below.deallocate()
  }
}

extension EmbeddingTable {
  /// Applies a batch's gradients to the table rows that `worker` owns.
  ///
  /// Every row of the table belongs to one worker. Gradients of one row are added in an order that ``Slots`` decide,
  /// whoever the owner is, so the result does not depend on the number of workers.
  /// Work is proportional to the batch, never to the table.
  ///
  /// `inputs` is what ``gather(_:range:into:column:catchUp:)`` produced, the present weights; `gradients` is
  /// the loss's gradient with respect to it and is clobbered; `decay` is 1 − learning rate · L2.
  /// A touched row that is longer than `normLimit` afterwards is scaled to that length; rows asleep are not
  /// looked at. The default is no limit.
  public func update(
    _ slots: Slots, worker: Int, of workers: Int, scratch: OwnerScratch, inputs: Matrix,
    gradients: Matrix, column: Int, step: Int, rule: UpdateRule, decay: Float,
    catchUp: AdamCatchUp?, normLimit: Float? = nil
  ) {
    precondition(
      rule.slots == self.slots, "a rule with \(rule.slots) slots on a table with \(self.slots)")
    let (now, dimension) = (UInt32(step), dimension)
    let (ids, owned) = unsafe (slots.ids, scratch.owned)
    let width = gradients.columns
    let headCount = addDuplicates(
      slots, worker: worker, of: workers, scratch, step: now, gradients: gradients, column: column)
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
}
