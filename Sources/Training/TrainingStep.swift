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
/// its own, and sorted by book, so that the first layer multiplies each once: see `RunInput`. Batches that are cut by
/// readers are not sorted, but put into their shards: see ``ReaderCut``.
///
/// `@unchecked Sendable` holds because one thread at a time takes steps, and the parallel phases of a step
/// only read the properties that change.
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
  /// How batches are cut by readers; nil for those that are cut by places.
  let cut: ReaderCut?
  /// The number of ratings of the step, those of other ranks included.
  var ratingCount = 0
  /// The tables whose rows sleep between steps.
  private let sleepers: [EmbeddingTable]
  let batch: Batch
  let embeddings: Matrix
  let embeddingGradients: Matrix
  /// The dense gradients of each unit of a full batch, [1 × parameters].
  let unitGradients: [Matrix]
  let unitErrors: ShardSums
  /// In which order the gradients of a batch's units are added.
  var tree = GradientTree(units: 1)
  private let rowsPerPass: Int
  private let hasSmallUnits: Bool
  let workspaces: [DenseWorkspace]
  let scratch: [OwnerScratch]
  let pool: ThreadPool
  let catchUp: AdamCatchUp?

  /// Buffers for batches of up to `batchSize` rows on `threads` threads.
  ///
  /// - Parameters:
  ///   - seed: What dropout depends on.
  ///   - precision: How dense layers multiply; the processor must have it. The default is single.
  ///   - cut: How batches are divided among threads. The default is by places.
  ///   - sleepers: The tables whose rows the optimizer lets sleep. The default is those of `network`.
  ///   - sorts: Whether batches are sorted where that pays. The default is true.
  ///   - smallUnits: Whether passes are the units of work; nil, the default, where there are more threads than
  ///     shards. The result does not depend on it. Batches that are cut by readers have no such units.
  package init(
    network: RatingNetwork, optimizer: OptimizerConfiguration, batchSize: Int, threads: Int,
    seed: UInt64, precision: Precision = .single, cut: BatchCut = .batch,
    sleepers: [EmbeddingTable]? = nil, sorts: Bool = true, smallUnits: Bool? = nil
  ) {
    self.network = network
    self.optimizer = optimizer
    self.batchSize = batchSize
    self.threads = threads
    self.seed = seed
    self.sleepers = sleepers ?? [network.readers, network.books]
    rowsPerPass = DenseStack.rowsPerPass(precision)
    self.cut = cut == .readers ? ReaderCut(batchSize: batchSize) : nil
    let shards = ShardPlan(batchSize: batchSize, fullBatchSize: batchSize)
    hasSmallUnits =
      cut == .batch
      && smallUnits
        ?? (threads > shards.count
          && ProductCheck.addsApart(network.stack.weightGradients(rows: rowsPerPass)))
    let unitCount =
      self.cut?.shards
      ?? StepUnits(shards, rowsPerPass: rowsPerPass, areSmall: hasSmallUnits).count
    let width = 2 * network.configuration.embeddingDimension
    batch = Batch(
      capacity: batchSize, featureCount: network.featureCount,
      sortedSide: sorts && cut == .batch ? network.sortedSide(batchSize: batchSize) : nil,
      shards: self.cut?.shards)
    embeddings = Matrix(rows: batchSize, columns: width)
    embeddingGradients = Matrix(rows: batchSize, columns: width)
    unitGradients = (0..<unitCount).map { _ in
      Matrix(rows: 1, columns: network.stack.parameterCount)
    }
    unitErrors = ShardSums(count: unitCount)
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
  ///   - locate: Notes for each row of a range of the order of arrival where it is to be fetched from, and in a
  ///     batch that is cut by readers its shard; called in parallel. By default nothing is noted.
  ///   - fetch: Fills the batch rows of a range; called once for each unit, in parallel.
  /// - Returns: The sum of squared errors before the step.
  package func take(
    _ count: Int, rateFactor: Double = 1,
    locate: @Sendable (Range<Int>, Batch) -> Void = { _, _ in },
    fetch: @Sendable (Range<Int>, Batch) -> Void
  ) -> Double {
    wakeWhereNeeded()
    (batch.count, ratingCount) = (count, count)
    let plan = ShardPlan(batchSize: count, fullBatchSize: batchSize)
    if cut != nil {
      prepareInParallel(plan.count) { locate(plan[$0], batch) }
      batch.sortByShard()
      runUnits(units) { fetch($0, batch) }
    } else if batch.sortedSide == nil {
      runUnits(units) {
        locate($0, batch)
        fetch($0, batch)
      }
    } else {
      let units = units
      prepareInParallel(units.count) { unit in
        let rows = units.rows(of: unit)
        locate(rows, batch)
        fetch(rows, batch)
        batch.noteArrivals(rows)
      }
      batch.sort(parts: min(threads, Batch.mostSortingParts), by: prepareInParallel)
      runUnits(units) { batch.arrange($0) }
    }
    step += 1
    update(units, rateFactor: rateFactor)
    return squaredErrors(units)
  }

  /// A phase of its own before units can be run.
  private func prepareInParallel(_ parts: Int, _ prepare: @Sendable (Int) -> Void) {
    clock?.fork()
    pool.run(parts) { worker, part in
      clock?[worker].lap(.idle)
      prepare(part)
      clock?[worker].lap(.batching)
    }
    clock?.join()
  }

  /// The units of the batch at hand.
  var units: StepUnits {
    guard cut == nil else {
      return StepUnits(shardStarts: batch.shardStarts, rowsPerPass: rowsPerPass)
    }
    return StepUnits(
      ShardPlan(batchSize: max(1, batch.count), fullBatchSize: batchSize),
      rowsPerPass: rowsPerPass, areSmall: hasSmallUnits)
  }

  /// The sum over all units: shard by shard, as if each had summed its own.
  private func squaredErrors(_ units: StepUnits) -> Double {
    (0..<units.shardCount).reduce(0) { sum, shard in
      sum + units.units(ofShard: shard).reduce(0) { $0 + unitErrors[$1] }
    }
  }

  /// Brings every embedding up to the present step where the tables of the catch-up have no room for another.
  func wakeWhereNeeded() {
    if let catchUp, catchUp.isFull { wakeAll() }
  }

  /// Brings every embedding up to the present step, so that tables can be read as they stand.
  package func wakeAll() {
    guard let catchUp else { return }
    for table in sleepers { table.wakeAll(catchUp) }
    catchUp.restart()
  }

  /// Runs units forward and backward, each after `prepare` made its rows ready.
  ///
  /// - Parameter range: Which units. The default is all.
  func runUnits(
    _ units: StepUnits, _ range: Range<Int>? = nil, prepare: @Sendable (Range<Int>) -> Void
  ) {
    let range = range ?? 0..<units.count
    for workspace in workspaces { workspace.invalidate() }
    clock?.fork()
    pool.run(range.count) { worker, index in
      let unit = range.lowerBound + index
      let (clock, workspace, rows) = (clock?[worker], workspaces[worker], units.rows(of: unit))
      clock?.lap(.idle)
      prepare(rows)
      clock?.lap(.batching)
      if !workspace.isPrepared { workspace.prepare(network.parameters) }
      unitErrors[unit] = run(units, unit, rows, workspace, clock)
    }
    clock?.join()
  }

  /// Runs the passes of a unit; returns the sum of its squared errors.
  private func run(
    _ units: StepUnits, _ unit: Int, _ rows: Range<Int>, _ workspace: DenseWorkspace,
    _ clock: StepClock.Worker?
  ) -> Double {
    if rows.isEmpty { unitGradients[unit].fill(0) }
    let firstNoise = units.firstNoise(of: unit, batchSize: batchSize)
    var squaredErrors = 0.0
    for start in stride(from: rows.lowerBound, to: rows.upperBound, by: units.rowsPerPass) {
      squaredErrors += run(
        start..<min(start + units.rowsPerPass, rows.upperBound), into: unitGradients[unit],
        workspace, firstNoise: firstNoise + start - rows.lowerBound,
        isFirst: start == rows.lowerBound, clock)
    }
    return squaredErrors
  }

  /// Runs the rows of a pass forward and backward; returns the sum of their squared errors.
  private func run(
    _ block: Range<Int>, into gradients: Matrix, _ workspace: DenseWorkspace, firstNoise: Int,
    isFirst: Bool, _ clock: StepClock.Worker?
  ) -> Double {
    let noise =
      network.configuration.dropout > 0
      ? DropoutNoise(firstRow: firstNoise, key: mixed(seed &+ UInt64(step))) : nil
    let runs = batch.makeRuns(in: block)
    let predictions = network.forward(
      batch, range: block, runs: runs, embeddings: embeddings, workspace: workspace,
      catchUp: catchUp, noise: noise, clock: clock)
    let squaredErrors = squaredErrorBackward(
      predictions, targets: batch.targets.rows(from: block.lowerBound, count: block.count),
      weights: batch.weights.rows(from: block.lowerBound, count: block.count),
      gradientScale: 2 / Float(ratingCount))
    clock?.lap(.forward)
    network.backward(
      batch, range: block, runs: runs, embeddings: embeddings,
      embeddingGradients: embeddingGradients, workspace: workspace,
      gradients: gradients, noise: noise, accumulating: !isFirst)
    clock?.lap(.backward)
    return squaredErrors
  }
}
