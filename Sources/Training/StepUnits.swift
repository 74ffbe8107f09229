/// What the threads of a step take one by one: shards, or where there are more threads than those, passes.
///
/// A shard's passes add to one block of gradients one after the other. As units they have blocks of their own,
/// which are added in the same order, and give the same bits, at the cost of moving the blocks.
struct StepUnits {
  let passes: PassPlan
  /// Whether passes are the units.
  let areSmall: Bool

  /// The number of units.
  var count: Int { areSmall ? passes.count : passes.shards.count }

  /// How many neighbouring units make a shard.
  var perShard: Int { areSmall ? passes.passesPerShard : 1 }

  /// The passes of one unit, in order.
  subscript(unit: Int) -> Range<Int> {
    areSmall ? unit..<unit + 1 : passes.passes(ofShard: unit)
  }

  /// The batch rows of one unit.
  func rows(of unit: Int) -> Range<Int> {
    let own = self[unit]
    return passes[own.lowerBound].lowerBound..<passes[own.upperBound - 1].upperBound
  }
}
