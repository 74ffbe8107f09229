extension AdamCatchUp {
  /// What the tables hold since they were last restarted; the rest follows from the constants.
  public struct State: Sendable, Equatable {
    /// The step after which the tables were last restarted.
    public var base: Int
    /// The last step taken.
    public var step: Int
    /// For each step from `base` to `step`: the product of decays since `base`.
    public var decayProducts: [Double]
    /// For each step from `base` to `step`: the sum from which displacements come.
    public var sums: [Double]
    /// For each step from `base` to `step`: the divisor term at the first step missed after it.
    public var epsilons: [Float]

    /// A state of these parts.
    public init(
      base: Int, step: Int, decayProducts: [Double], sums: [Double], epsilons: [Float]
    ) {
      self.base = base
      self.step = step
      self.decayProducts = decayProducts
      self.sums = sums
      self.epsilons = epsilons
    }

    /// The number of entries of each list.
    public var count: Int { step - base + 1 }
  }

  /// The present state.
  public var state: State {
    let count = step - base + 1
    return unsafe State(
      base: base, step: step,
      decayProducts: Array(UnsafeBufferPointer(start: decayProducts, count: count)),
      sums: Array(UnsafeBufferPointer(start: sums, count: count)),
      epsilons: Array(UnsafeBufferPointer(start: epsilons, count: count)))
  }

  /// Begins the tables after step `step`, with every row up to date.
  public func begin(afterStep step: Int) {
    precondition(step >= 0, "step \(step)")
    self.step = step
    restart()
  }

  /// Goes on from `state`; the constants and the span must be those that it comes from.
  public func restore(_ state: State) {
    precondition(
      state.base >= 0 && (1...span + 1).contains(state.count)
        && [state.decayProducts.count, state.sums.count, state.epsilons.count]
          .allSatisfy { $0 == state.count },
      "steps \(state.base) to \(state.step) for tables that span \(span)")
    (base, step) = (state.base, state.step)
    for i in 0..<state.count {
      unsafe decayProducts[i] = state.decayProducts[i]
      unsafe sums[i] = state.sums[i]
      unsafe epsilons[i] = state.epsilons[i]
    }
  }
}
