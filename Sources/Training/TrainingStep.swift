import Kernels
import Networks
import Parallelism

/// One optimizer step after another on a ``RatingNetwork``.
///
/// A step has two parallel phases. *Forward and backward*: each shard fetches its rows, gathers their
/// embeddings, runs the dense layers and leaves its gradients. *Update*: each worker applies
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
  let shardGradients: [Matrix]
  private let shardErrors: ShardSums
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
  package init(
    network: RatingNetwork, optimizer: OptimizerConfiguration, batchSize: Int, threads: Int,
    seed: UInt64, precision: Precision = .single, sorts: Bool = true
  ) {
    self.network = network
    self.optimizer = optimizer
    self.batchSize = batchSize
    self.threads = threads
    self.seed = seed
    let plan = ShardPlan(batchSize: batchSize, fullBatchSize: batchSize)
    let width = 2 * network.configuration.embeddingDimension
    batch = Batch(
      capacity: batchSize, featureCount: network.featureCount,
      sortedSide: sorts ? network.sortedSide(batchSize: batchSize) : nil)
    embeddings = Matrix(rows: batchSize, columns: width)
    embeddingGradients = Matrix(rows: batchSize, columns: width)
    shardGradients = (0..<plan.count).map { _ in
      Matrix(rows: 1, columns: network.stack.parameterCount)
    }
    shardErrors = ShardSums(count: plan.count)
    pool = ThreadPool(size: threads)
    workspaces = (0..<threads).map { _ in
      network.stack.workspace(
        capacity: DenseStack.rowsPerPass(precision), precision: precision)
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
    let plan = ShardPlan(batchSize: count, fullBatchSize: batchSize)
    if batch.sortedSide == nil {
      runShards(plan) { fetch($0, batch) }
    } else {
      clock?.fork()
      pool.run(plan.count) { worker, shard in
        clock?[worker].lap(.idle)
        fetch(plan[shard], batch)
        batch.noteArrivals(plan[shard])
        clock?[worker].lap(.batching)
      }
      clock?.join()
      batch.sort()
      runShards(plan) { batch.arrange($0) }
    }
    step += 1
    update(shards: plan.count, rateFactor: rateFactor)
    return (0..<plan.count).reduce(0) { $0 + shardErrors[$1] }
  }

  /// Brings every embedding up to the present step, so that tables can be read as they stand.
  package func wakeAll() {
    guard let catchUp else { return }
    for side in Side.allCases { network.table(side).wakeAll(catchUp) }
    catchUp.restart()
  }

  /// Runs all shards forward and backward, each after `prepare` made its rows ready.
  func runShards(_ plan: ShardPlan, prepare: @Sendable (Range<Int>) -> Void) {
    for workspace in workspaces { workspace.invalidate() }
    clock?.fork()
    pool.run(plan.count) { worker, shard in
      let clock = clock?[worker]
      clock?.lap(.idle)
      prepare(plan[shard])
      clock?.lap(.batching)
      runShard(shard, plan[shard], workspaces[worker], clock)
    }
    clock?.join()
  }

  private func runShard(
    _ shard: Int, _ range: Range<Int>, _ workspace: DenseWorkspace, _ clock: StepClock.Worker?
  ) {
    if !workspace.isPrepared { workspace.prepare(network.parameters) }
    var squaredErrors = 0.0
    for start in stride(from: range.lowerBound, to: range.upperBound, by: workspace.capacity) {
      let block = start..<min(start + workspace.capacity, range.upperBound)
      squaredErrors += runBlock(
        block, of: shard, workspace, isFirst: start == range.lowerBound, clock)
    }
    shardErrors[shard] = squaredErrors
  }

  /// Runs some rows of a shard forward and backward; returns the sum of their squared errors.
  private func runBlock(
    _ block: Range<Int>, of shard: Int, _ workspace: DenseWorkspace, isFirst: Bool,
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
      gradients: shardGradients[shard], noise: noise, accumulating: !isFirst)
    clock?.lap(.backward)
    return squaredErrors
  }

  private func update(shards: Int, rateFactor: Double) {
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
        share, of: shares, shards: shards, rule: denseRule,
        decay: Float(1 - denseRate * optimizer.l2), clock)
    }
    clock?.join()
    catchUp?.advance(learningRate: rowRate, decay: optimizer.l2)
  }

  /// Applies the dense gradients to one worker's share of the weights and of the biases.
  private func updateDenseShare(
    _ worker: Int, of workers: Int, shards: Int, rule: UpdateRule, decay: Float,
    _ clock: StepClock.Worker?
  ) {
    let stack = network.stack
    let share = (stack.parameterCount + workers - 1) / workers
    let start = min(worker * share, stack.parameterCount)
    let own = start..<min(start + share, stack.parameterCount)
    func apply(_ range: Range<Int>, decay: Float) {
      updateDense(
        network.parameters, state: network.state, gradients: shardGradients, shards: shards,
        range: own.clamped(to: range), rule: rule, decay: decay, clock: clock)
    }
    apply(0..<stack.weightCount, decay: decay)
    apply(stack.weightCount..<stack.parameterCount, decay: 1)
  }
}
