import Kernels
import Networks

extension TrainingStep {
  /// Applies the gradients that the units left.
  func update(_ units: StepUnits, rateFactor: Double) {
    let rules = StepRules(optimizer, step: step, rateFactor: rateFactor)
    if tree.count != units.count {
      tree = GradientTree(units: units.count, perShard: units.perShard)
    }
    inShares { share, clock in
      for side in Side.allCases { updateRows(side, share: share, rules) }
      clock?.lap(.sparseUpdate)
      updateDense(unitGradients, tree, rules, share: share, clock)
    }
    advance(rules)
  }

  /// Runs a phase in which each worker does its share.
  func inShares(_ body: @Sendable (_ share: Int, _ clock: StepClock.Worker?) -> Void) {
    clock?.fork()
    pool.run(threads) { worker, share in
      let clock = clock?[worker]
      clock?.lap(.idle)
      body(share, clock)
    }
    clock?.join()
  }

  /// Applies the gradients of one side's rows that a worker owns.
  func updateRows(_ side: Side, share: Int, _ rules: StepRules) {
    network.table(side).update(
      batch.slots(side), worker: share, of: threads, scratch: scratch[share], inputs: embeddings,
      gradients: embeddingGradients, column: network.column(side), step: step, rule: rules.rows,
      decay: rules.rowDecay, catchUp: catchUp, normLimit: rules.normLimit)
  }

  /// Applies gradients to one worker's share of the weights and of the biases.
  ///
  /// - Parameter slice: Which of the parameters the workers share. The default is all.
  func updateDense(
    _ gradients: [Matrix], _ tree: GradientTree, _ rules: StepRules, in slice: Range<Int>? = nil,
    share: Int, _ clock: StepClock.Worker?
  ) {
    let stack = network.stack
    let own = part(share, of: slice ?? 0..<stack.parameterCount)
    func apply(_ range: Range<Int>, decay: Float) {
      Kernels.updateDense(
        network.parameters, state: network.state, gradients: gradients, tree: tree,
        range: own.clamped(to: range), rule: rules.dense, decay: decay, clock: clock)
    }
    apply(0..<stack.weightCount, decay: rules.denseDecay)
    apply(stack.weightCount..<stack.parameterCount, decay: 1)
  }

  /// One worker's part of a range.
  func part(_ share: Int, of range: Range<Int>) -> Range<Int> {
    let size = (range.count + threads - 1) / threads
    let start = min(range.lowerBound + share * size, range.upperBound)
    return start..<min(start + size, range.upperBound)
  }

  /// Tells sleeping rows of the step.
  func advance(_ rules: StepRules) {
    catchUp?.advance(learningRate: rules.rowRate, decay: optimizer.l2)
  }
}

/// How the parameters change in one step.
struct StepRules: Sendable {
  /// The step size of embeddings.
  let rowRate: Double
  let rows: UpdateRule
  let dense: UpdateRule
  /// 1 − learning rate · L2.
  let rowDecay: Float
  let denseDecay: Float
  let normLimit: Float?

  /// The rules of a step of an optimizer.
  ///
  /// - Parameter rateFactor: What a schedule makes of the learning rates.
  init(_ optimizer: OptimizerConfiguration, step: Int, rateFactor: Double) {
    let denseRate = optimizer.denseRate * rateFactor
    rowRate = optimizer.embeddingRate * rateFactor
    dense = optimizer.rule(atStep: step, learningRate: denseRate)
    rows = optimizer.rule(atStep: step, learningRate: rowRate)
    rowDecay = Float(1 - rowRate * optimizer.l2)
    denseDecay = Float(1 - denseRate * optimizer.l2)
    normLimit = optimizer.embeddingNormLimit.map { Float($0) }
  }
}
