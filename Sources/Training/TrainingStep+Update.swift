import Kernels
import Networks

extension TrainingStep {
  /// Applies the gradients that the units left.
  func update(_ units: StepUnits, rateFactor: Double) {
    let denseRate = optimizer.denseRate * rateFactor
    let rowRate = optimizer.embeddingRate * rateFactor
    let denseRule = optimizer.rule(atStep: step, learningRate: denseRate)
    let rowRule = optimizer.rule(atStep: step, learningRate: rowRate)
    let shares = threads
    if tree.count != units.count {
      tree = GradientTree(units: units.count, perShard: units.perShard)
    }
    clock?.fork()
    pool.run(shares) { worker, share in
      let clock = clock?[worker]
      clock?.lap(.idle)
      for side in Side.allCases {
        network.table(side).update(
          batch.slots(side), worker: share, of: shares, scratch: scratch[share], inputs: embeddings,
          gradients: embeddingGradients, column: network.column(side), step: step, rule: rowRule,
          decay: Float(1 - rowRate * optimizer.l2), catchUp: catchUp,
          normLimit: optimizer.embeddingNormLimit.map { Float($0) })
      }
      clock?.lap(.sparseUpdate)
      updateDenseShare(
        share, of: shares, rule: denseRule,
        decay: Float(1 - denseRate * optimizer.l2), clock)
    }
    clock?.join()
    catchUp?.advance(learningRate: rowRate, decay: optimizer.l2)
  }

  /// Applies the dense gradients to one worker's share of the weights and of the biases.
  private func updateDenseShare(
    _ worker: Int, of workers: Int, rule: UpdateRule, decay: Float, _ clock: StepClock.Worker?
  ) {
    let stack = network.stack
    let share = (stack.parameterCount + workers - 1) / workers
    let start = min(worker * share, stack.parameterCount)
    let own = start..<min(start + share, stack.parameterCount)
    func apply(_ range: Range<Int>, decay: Float) {
      updateDense(
        network.parameters, state: network.state, gradients: unitGradients, tree: tree,
        range: own.clamped(to: range), rule: rule, decay: decay, clock: clock)
    }
    apply(0..<stack.weightCount, decay: decay)
    apply(stack.weightCount..<stack.parameterCount, decay: 1)
  }
}
