public import Kernels
public import Layers
public import Models

/// One optimizer step after another on a ``RatingNetwork``.
///
/// A step has two parallel phases. *Forward and backward*: each shard fetches its rows, gathers their
/// embeddings, runs the dense layers and leaves its gradients. *Update*: each member of the team applies
/// the gradients of the table rows it owns and of its part of the dense parameters. Nothing is locked, and
/// nothing is allocated after ``init(network:optimizer:batchSize:threads:seed:)``.
///
/// `@unchecked Sendable` holds because one thread at a time takes steps, and the parallel phases of a step
/// only read ``step`` and ``clock``, the properties that change.
public final class TrainingStep: @unchecked Sendable {
  /// What is trained.
  public let network: RatingNetwork
  /// The number of steps taken.
  public internal(set) var step = 0
  /// What measures where the time goes; nil, the default, measures nothing.
  ///
  /// It needs a member for each thread.
  public var clock: StepClock?
  /// How parameters change.
  public let optimizer: OptimizerConfiguration

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
  let catchUp: AdamCatchUp?

  /// Buffers for batches of up to `batchSize` rows on `threads` threads.
  ///
  /// - Parameter seed: What dropout depends on.
  public init(
    network: RatingNetwork, optimizer: OptimizerConfiguration, batchSize: Int, threads: Int,
    seed: UInt64
  ) {
    self.network = network
    self.optimizer = optimizer
    self.batchSize = batchSize
    self.threads = threads
    self.seed = seed
    let plan = ShardPlan(batchSize: batchSize, fullBatchSize: batchSize)
    let width = 2 * network.configuration.embeddingDimension
    batch = Batch(capacity: batchSize, featureCount: network.featureCount)
    embeddings = Matrix(rows: batchSize, columns: width)
    embeddingGradients = Matrix(rows: batchSize, columns: width)
    shardGradients = (0..<plan.count).map { _ in
      Matrix(rows: 1, columns: network.stack.parameterCount)
    }
    shardErrors = ShardSums(count: plan.count)
    let team = min(threads, plan.count)
    workspaces = (0..<team).map { _ in
      network.stack.workspace(capacity: plan.rowsPerShard)
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
  public func take(
    _ count: Int, rateFactor: Double = 1, fetch: @Sendable (Range<Int>, Batch) -> Void
  ) -> Double {
    if let catchUp, catchUp.isFull { wakeAll() }
    batch.count = count
    let plan = ShardPlan(batchSize: count, fullBatchSize: batchSize)
    clock?.fork()
    Parallel.forEachWithMember(plan.count, threads: threads) { member, shard in
      let clock = clock?[member]
      clock?.lap(.idle)
      fetch(plan[shard], batch)
      clock?.lap(.batching)
      runShard(shard, plan[shard], workspaces[member], clock)
    }
    clock?.join()
    step += 1
    update(shards: plan.count, rateFactor: rateFactor)
    return (0..<plan.count).reduce(0) { $0 + shardErrors[$1] }
  }

  /// Brings every embedding up to the present step, so that tables can be read as they stand.
  public func wakeAll() {
    guard let catchUp else { return }
    for side in Side.allCases { network.table(side).wakeAll(catchUp) }
    catchUp.restart()
  }

  func runShard(
    _ shard: Int, _ range: Range<Int>, _ workspace: DenseWorkspace, _ clock: StepClock.Member? = nil
  ) {
    let noise =
      network.configuration.dropout > 0
      ? DropoutNoise(firstRow: range.lowerBound, key: mixed(seed &+ UInt64(step))) : nil
    let predictions = network.forward(
      batch, range: range, embeddings: embeddings, workspace: workspace, catchUp: catchUp,
      noise: noise, clock: clock)
    shardErrors[shard] = squaredErrorBackward(
      predictions, targets: batch.targets.rows(from: range.lowerBound, count: range.count),
      weights: batch.weights.rows(from: range.lowerBound, count: range.count),
      gradientScale: 2 / Float(batch.count))
    clock?.lap(.forward)
    shardGradients[shard].fill(0)
    network.backward(
      batch, range: range, embeddings: embeddings, embeddingGradients: embeddingGradients,
      workspace: workspace, gradients: shardGradients[shard], noise: noise)
    clock?.lap(.backward)
  }

  private func update(shards: Int, rateFactor: Double) {
    let denseRate = optimizer.denseRate * rateFactor
    let rowRate = optimizer.embeddingRate * rateFactor
    let denseRule = optimizer.rule(atStep: step, learningRate: denseRate)
    let rowRule = optimizer.rule(atStep: step, learningRate: rowRate)
    let team = threads
    clock?.fork()
    Parallel.forEachWithMember(team, threads: team) { worker, member in
      let clock = clock?[worker]
      clock?.lap(.idle)
      for side in Side.allCases {
        network.table(side).update(
          batch, side, member: member, of: team, scratch: scratch[member], inputs: embeddings,
          gradients: embeddingGradients, column: network.column(side), step: step, rule: rowRule,
          decay: Float(1 - rowRate * optimizer.l2), catchUp: catchUp,
          normLimit: optimizer.embeddingNormLimit.map { Float($0) })
      }
      clock?.lap(.sparseUpdate)
      updateDenseShare(
        member, of: team, shards: shards, rule: denseRule,
        decay: Float(1 - denseRate * optimizer.l2), clock)
    }
    clock?.join()
    catchUp?.advance(learningRate: rowRate, decay: optimizer.l2)
  }

  /// Applies the dense gradients to one member's share of the weights and of the biases.
  private func updateDenseShare(
    _ member: Int, of team: Int, shards: Int, rule: UpdateRule, decay: Float,
    _ clock: StepClock.Member?
  ) {
    let stack = network.stack
    let share = (stack.parameterCount + team - 1) / team
    let start = min(member * share, stack.parameterCount)
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
