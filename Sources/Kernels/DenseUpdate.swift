internal import CIntrinsics

/// In which order the dense gradients of a batch's units are added: those of a shard one after the other, and the
/// shards in a binary tree, ((g0 + g1) + (g2 + g3)) + …, shards that are not there left out.
public struct GradientTree: Sendable {
  /// The number of gradients that are added.
  public let count: Int
  /// Which gradient is added to which, in order.
  private let additions: [(from: Int, to: Int)]

  /// `units` gradients, each `perShard` neighbours of which make a shard; the last may have fewer.
  public init(units: Int, perShard: Int = 1) {
    precondition(units > 0 && perShard > 0, "\(units) units, \(perShard) for each shard")
    let firsts = stride(from: 0, to: units, by: perShard)
    let within = firsts.flatMap { first in
      (first + 1..<max(first + 1, min(first + perShard, units))).map { (from: $0, to: first) }
    }
    count = units
    additions =
      within
      + Self.additions(overShards: Array(0..<(units + perShard - 1) / perShard)).map {
        (from: $0.from * perShard, to: $0.to * perShard)
      }
  }

  /// A gradient for each subtree that begins with one of `shards`, which rise.
  ///
  /// - Parameter first: The number of the first gradient. The default is 0.
  public init(overShards shards: [Int], first: Int = 0) {
    count = first + shards.count
    additions = Self.additions(overShards: shards).map {
      (from: first + $0.from, to: first + $0.to)
    }
  }

  /// The sums over complete subtrees form a stack, and are added as soon as their subtree is complete.
  private static func additions(overShards shards: [Int]) -> [(from: Int, to: Int)] {
    var (stack, additions) = ([Int](), [(from: Int, to: Int)]())
    func fold(while isComplete: (Int, Int) -> Bool) {
      while stack.count > 1, isComplete(stack[stack.count - 2], stack[stack.count - 1]) {
        let top = stack.removeLast()
        additions.append((from: top, to: stack[stack.count - 1]))
      }
    }
    for (term, shard) in shards.enumerated() {
      if let top = stack.last {
        precondition(shards[top] < shard, "shard \(shard) after \(shards[top])")
        let level = Int.bitWidth - 1 - (shards[top] ^ shard).leadingZeroBitCount
        fold { shards[$0] >> level == shards[$1] >> level }
      }
      stack.append(term)
    }
    fold { _, _ in true }
    return additions
  }

  /// The first of the tree's gradients = the sum of all, over the elements of `range`; the others are clobbered.
  public func add(_ gradients: [Matrix], range: Range<Int>) {
    precondition(
      count <= gradients.count && gradients.allSatisfy { range.upperBound <= $0.count },
      "\(count) gradients of \(gradients.count), elements \(range)")
    // So few elements at a time that the whole tree stays in the nearest cache.
    for start in stride(from: range.lowerBound, to: range.upperBound, by: 512) {
      let length = min(512, range.upperBound - start)
      for (from, to) in additions {
        unsafe octavo_add(length, gradients[to].base + start, gradients[from].base + start)
      }
    }
  }
}

/// Adds the gradients of a batch in a fixed order and applies the sum to dense parameters.
///
/// Only the elements in `range` are touched, so the workers of a pool divide the block.
///
/// Shapes: `parameters` [1 × count], `state` [slots × count], `gradients` [1 × count] each; they are clobbered.
/// `clock` learns where the time went.
///
/// - Parameter tree: In which order `gradients` are added, from the first one on.
public func updateDense(
  _ parameters: Matrix, state: Matrix, gradients: [Matrix], tree: GradientTree,
  range: Range<Int>, rule: UpdateRule, decay: Float, clock: StepClock.Worker? = nil
) {
  precondition(
    range.upperBound <= parameters.count, "elements \(range) of \(parameters.count)")
  precondition(state.rows == rule.slots, "\(state.rows) state vectors for \(rule.slots) slots")
  tree.add(gradients, range: range)
  clock?.lap(.reduction)
  let start = range.lowerBound
  unsafe applyRule(
    rule, decay: decay, count: range.count, current: parameters.base + start,
    weights: parameters.base + start, state: state.base + start, stateStride: parameters.count,
    gradient: gradients[0].base + start)
  clock?.lap(.denseUpdate)
}
