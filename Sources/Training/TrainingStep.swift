import Kernels
import Networks
import Parallelism

/// One optimizer step after another on a ``RatingNetwork``.
///
/// A step has two parallel phases. *Forward and backward*: each unit (see ``StepUnits``) fetches its rows,
/// gathers their embeddings, runs the dense layers and leaves its gradients. *Update*: each worker applies
/// the gradients of the table rows it owns and of its part of the dense parameters. Nothing is locked, and
/// nothing is allocated after the first one.
///
/// Large batches of a plain network meet many books more than once. They are fetched first, as a phase of
/// its own, and sorted by book, so that the first layer multiplies each once: see `RunInput`.
///
/// `@unchecked Sendable` holds because one thread at a time takes steps, and the parallel phases of a step
/// only read ``step`` and ``clock``, the properties that change.
package final class TrainingStep: @unchecked Sendable {
  /// What is trained.
  package let network: RatingNetwork
  /// The number of steps taken.
  package internal(set) var step = 0
  /// What measures where the time goes; nil, the default, measures nothing.
  ///
  /// It needs a worker for each thread.
  package var clock: StepClock?
  /// How parameters change.
  package let optimizer: OptimizerConfiguration

  let threads: Int
  private let seed: UInt64
  let batchSize: Int
  let batch: Batch
  private let embeddings: Matrix
  let embeddingGradients: Matrix
  /// The dense gradients of each unit of a full batch, [1 × parameters].
  let unitGradients: [Matrix]
  private let passErrors: ShardSums
  private let rowsPerPass: Int
  private let hasSmallUnits: Bool
  let workspaces: [DenseWorkspace]
  private let scratch: [OwnerScratch]
  let pool: ThreadPool
  let catchUp: AdamCatchUp?

  /// Buffers for batches of up to `batchSize` rows on `threads` threads.
  ///
  /// - Parameters:
  ///   - seed: What dropout depends on.
  ///   - precision: How dense layers multiply; the processor must have it. The default is single.
  ///   - sorts: Whether batches are sorted where that pays. The default is true.
  ///   - smallUnits: Whether passes are the units of work; nil, the default, where there are more threads than
  ///     shards. The result does not depend on it.
  package init(
    network: RatingNetwork, optimizer: OptimizerConfiguration, batchSize: Int, threads: Int,
    seed: UInt64, precision: Precision = .single, sorts: Bool = true, smallUnits: Bool? = nil
  ) {
    self.network = network
    self.optimizer = optimizer
    self.batchSize = batchSize
    self.threads = threads
    self.seed = seed
    rowsPerPass = DenseStack.rowsPerPass(precision)
    let passes = PassPlan(
      shards: ShardPlan(batchSize: batchSize, fullBatchSize: batchSize), rowsPerPass: rowsPerPass)
    hasSmallUnits =
      smallUnits
      ?? (threads > passes.shards.count
        && ProductCheck.addsApart(network.stack.weightGradients(rows: rowsPerPass)))
    let units = StepUnits(passes: passes, areSmall: hasSmallUnits)
    let width = 2 * network.configuration.embeddingDimension
    batch = Batch(
      capacity: batchSize, featureCount: network.featureCount,
      sortedSide: sorts ? network.sortedSide(batchSize: batchSize) : nil)
    embeddings = Matrix(rows: batchSize, columns: width)
    embeddingGradients = Matrix(rows: batchSize, columns: width)
    unitGradients = (0..<units.count).map { _ in
      Matrix(rows: 1, columns: network.stack.parameterCount)
    }
    passErrors = ShardSums(count: passes.count)
    pool = ThreadPool(size: threads)
    workspaces = (0..<threads).map { [rowsPerPass] _ in
      network.stack.workspace(capacity: rowsPerPass, precision: precision)
    }
    scratch = (0..<threads).map { _ in OwnerScratch(capacity: batchSize) }
    catchUp = optimizer.needsCatchUp ? AdamCatchUp(constants: optimizer.adam) : nil
  }

  /// Takes one step on `count` ratings.
  ///
  /// - Parameters:
  ///   - count: The number of rows, at most the batch size.
  ///   - rateFactor: What a schedule makes of the learning rates; 1 leaves them.
  ///   - fetch: Fills the batch rows of a range; called once for each shard, in parallel.
  /// - Returns: The sum of squared errors before the step.
  package func take(
    _ count: Int, rateFactor: Double = 1, fetch: @Sendable (Range<Int>, Batch) -> Void
  ) -> Double {
    if let catchUp, catchUp.isFull { wakeAll() }
    batch.count = count
    let units = units(ofRows: count)
    if batch.sortedSide == nil {
      runUnits(units) { fetch($0, batch) }
    } else {
      clock?.fork()
      pool.run(units.count) { worker, unit in
        clock?[worker].lap(.idle)
        fetch(units.rows(of: unit), batch)
        batch.noteArrivals(units.rows(of: unit))
        clock?[worker].lap(.batching)
      }
      clock?.join()
      batch.sort()
      runUnits(units) { batch.arrange($0) }
    }
    step += 1
    update(units, rateFactor: rateFactor)
    return squaredErrors(units.passes)
  }

  /// The units of a batch of `count` rows.
  func units(ofRows count: Int) -> StepUnits {
    StepUnits(
      passes: PassPlan(
        shards: ShardPlan(batchSize: count, fullBatchSize: batchSize), rowsPerPass: rowsPerPass),
      areSmall: hasSmallUnits)
  }

  /// The sum over all passes: shard by shard, as if each had summed its own.
  private func squaredErrors(_ plan: PassPlan) -> Double {
    (0..<plan.shards.count).reduce(0) { sum, shard in
      sum + plan.passes(ofShard: shard).reduce(0) { $0 + passErrors[$1] }
    }
  }

  /// Brings every embedding up to the present step, so that tables can be read as they stand.
  package func wakeAll() {
    guard let catchUp else { return }
    for side in Side.allCases { network.table(side).wakeAll(catchUp) }
    catchUp.restart()
  }

  /// Runs all units forward and backward, each after `prepare` made its rows ready.
  func runUnits(_ units: StepUnits, prepare: @Sendable (Range<Int>) -> Void) {
    for workspace in workspaces { workspace.invalidate() }
    clock?.fork()
    pool.run(units.count) { worker, unit in
      let (clock, workspace, passes) = (clock?[worker], workspaces[worker], units[unit])
      clock?.lap(.idle)
      prepare(units.rows(of: unit))
      clock?.lap(.batching)
      if !workspace.isPrepared { workspace.prepare(network.parameters) }
      for pass in passes {
        passErrors[pass] = run(
          units.passes[pass], into: unitGradients[unit], workspace,
          isFirst: pass == passes.lowerBound, clock)
      }
    }
    clock?.join()
  }

  /// Runs the rows of a pass forward and backward; returns the sum of their squared errors.
  private func run(
    _ block: Range<Int>, into gradients: Matrix, _ workspace: DenseWorkspace, isFirst: Bool,
    _ clock: StepClock.Worker?
  ) -> Double {
    let noise =
      network.configuration.dropout > 0
      ? DropoutNoise(firstRow: block.lowerBound, key: mixed(seed &+ UInt64(step))) : nil
    let runs = batch.makeRuns(in: block)
    let predictions = network.forward(
      batch, range: block, runs: runs, embeddings: embeddings, workspace: workspace,
      catchUp: catchUp, noise: noise, clock: clock)
    let squaredErrors = squaredErrorBackward(
      predictions, targets: batch.targets.rows(from: block.lowerBound, count: block.count),
      weights: batch.weights.rows(from: block.lowerBound, count: block.count),
      gradientScale: 2 / Float(batch.count))
    clock?.lap(.forward)
    network.backward(
      batch, range: block, runs: runs, embeddings: embeddings,
      embeddingGradients: embeddingGradients, workspace: workspace,
      gradients: gradients, noise: noise, accumulating: !isFirst)
    clock?.lap(.backward)
    return squaredErrors
  }

  private func update(_ units: StepUnits, rateFactor: Double) {
    let denseRate = optimizer.denseRate * rateFactor
    let rowRate = optimizer.embeddingRate * rateFactor
    let denseRule = optimizer.rule(atStep: step, learningRate: denseRate)
    let rowRule = optimizer.rule(atStep: step, learningRate: rowRate)
    let shares = threads
    clock?.fork()
    pool.run(shares) { worker, share in
      let clock = clock?[worker]
      clock?.lap(.idle)
      for side in Side.allCases {
        network.table(side).update(
          batch, side, worker: share, of: shares, scratch: scratch[share], inputs: embeddings,
          gradients: embeddingGradients, column: network.column(side), step: step, rule: rowRule,
          decay: Float(1 - rowRate * optimizer.l2), catchUp: catchUp,
          normLimit: optimizer.embeddingNormLimit.map { Float($0) })
      }
      clock?.lap(.sparseUpdate)
      updateDenseShare(
        share, of: shares, units, rule: denseRule,
        decay: Float(1 - denseRate * optimizer.l2), clock)
    }
    clock?.join()
    catchUp?.advance(learningRate: rowRate, decay: optimizer.l2)
  }

  /// Applies the dense gradients to one worker's share of the weights and of the biases.
  private func updateDenseShare(
    _ worker: Int, of workers: Int, _ units: StepUnits, rule: UpdateRule, decay: Float,
    _ clock: StepClock.Worker?
  ) {
    let stack = network.stack
    let share = (stack.parameterCount + workers - 1) / workers
    let start = min(worker * share, stack.parameterCount)
    let own = start..<min(start + share, stack.parameterCount)
    func apply(_ range: Range<Int>, decay: Float) {
      updateDense(
        network.parameters, state: network.state, gradients: unitGradients, units: units.count,
        perShard: units.perShard, range: own.clamped(to: range), rule: rule, decay: decay,
        clock: clock)
    }
    apply(0..<stack.weightCount, decay: decay)
    apply(stack.weightCount..<stack.parameterCount, decay: 1)
  }
}
