internal import CIntrinsics

/// Adds the gradients of a batch in a fixed order and applies the sum to dense parameters.
///
/// A shard's sum g is that of its units, in order; element e of the whole is ((g0 + g1) + (g2 + g3)) + … over the
/// shard numbers, whichever thread computes it. Only the elements in `range` are touched, so the workers of a
/// pool divide the block.
///
/// Shapes: `parameters` [1 × count], `state` [slots × count], `gradients` one [1 × count] for each unit, of
/// which this batch filled `units`; they are clobbered. `clock` learns where the time went.
///
/// - Parameter perShard: How many neighbouring units make a shard; the last may have fewer. The default is 1.
public func updateDense(
  _ parameters: Matrix, state: Matrix, gradients: [Matrix], units: Int, perShard: Int = 1,
  range: Range<Int>, rule: UpdateRule, decay: Float, clock: StepClock.Worker? = nil
) {
  precondition(
    range.upperBound <= parameters.count && (1...gradients.count).contains(units) && perShard > 0,
    "elements \(range) of \(parameters.count), \(units) units of \(gradients.count)")
  precondition(state.rows == rule.slots, "\(state.rows) state vectors for \(rule.slots) slots")
  addInTree(gradients, count: units, perShard: perShard, range: range)
  clock?.lap(.reduction)
  let start = range.lowerBound
  unsafe applyRule(
    rule, decay: decay, count: range.count, current: parameters.base + start,
    weights: parameters.base + start, state: state.base + start, stateStride: parameters.count,
    gradient: gradients[0].base + start)
  clock?.lap(.denseUpdate)
}

/// gradients[0] = the sum of the first `count` matrices over `range`: shards of `perShard` neighbours in order,
/// then the shards in a binary tree.
func addInTree(_ gradients: [Matrix], count: Int, perShard: Int = 1, range: Range<Int>) {
  // So few elements at a time that the whole tree stays in the nearest cache.
  for start in stride(from: range.lowerBound, to: range.upperBound, by: 512) {
    let part = start..<min(start + 512, range.upperBound)
    func add(_ right: Int, to left: Int) {
      unsafe octavo_add(
        part.count, gradients[left].base + start, gradients[right].base + start)
    }
    for first in stride(from: 0, to: count, by: perShard) {
      for unit in first + 1..<max(first + 1, min(first + perShard, count)) { add(unit, to: first) }
    }
    var distance = perShard
    while distance < count {
      for left in stride(from: 0, to: count - distance, by: 2 * distance) {
        add(left + distance, to: left)
      }
      distance *= 2
    }
  }
}
