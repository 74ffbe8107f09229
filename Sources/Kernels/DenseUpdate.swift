internal import CIntrinsics

/// Adds the shards' gradients in a fixed binary tree and applies the sum to dense parameters.
///
/// Element e of the sum is ((g0 + g1) + (g2 + g3)) + … over the shard numbers, whichever thread computes
/// it. Only the elements in `range` are touched, so the workers of a pool divide the block.
///
/// Shapes: `parameters` [1 × count], `state` [slots × count], `gradients` one [1 × count] for each shard, of
/// which this batch filled `shards`; they are clobbered. `clock` learns where the time went.
public func updateDense(
  _ parameters: Matrix, state: Matrix, gradients: [Matrix], shards: Int, range: Range<Int>,
  rule: UpdateRule, decay: Float, clock: StepClock.Worker? = nil
) {
  precondition(
    range.upperBound <= parameters.count && (1...gradients.count).contains(shards),
    "elements \(range) of \(parameters.count), \(shards) shards of \(gradients.count)")
  precondition(state.rows == rule.slots, "\(state.rows) state vectors for \(rule.slots) slots")
  addInTree(gradients, count: shards, range: range)
  clock?.lap(.reduction)
  let start = range.lowerBound
  unsafe applyRule(
    rule, decay: decay, count: range.count, current: parameters.base + start,
    weights: parameters.base + start, state: state.base + start, stateStride: parameters.count,
    gradient: gradients[0].base + start)
  clock?.lap(.denseUpdate)
}

/// gradients[0] = the sum of the first `count` matrices over `range`, in a binary tree.
func addInTree(_ gradients: [Matrix], count: Int, range: Range<Int>) {
  // So few elements at a time that the whole tree stays in the nearest cache.
  for start in stride(from: range.lowerBound, to: range.upperBound, by: 512) {
    let part = start..<min(start + 512, range.upperBound)
    var distance = 1
    while distance < count {
      for left in stride(from: 0, to: count - distance, by: 2 * distance) {
        unsafe octavo_add(
          part.count, gradients[left].base + start, gradients[left + distance].base + start)
      }
      distance *= 2
    }
  }
}
