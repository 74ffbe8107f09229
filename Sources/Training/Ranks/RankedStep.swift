import Kernels
import Networks
import Ranks

/// One rank's part of a training step, with the same bytes for any number of ranks.
///
/// Ratings are learned from where their reader lives. Two exchanges move rows, and nothing is added on the way: before
/// the step the rows of books come from their owners, with the slices of the dense parameters; after it the gradients
/// go back, one for each book and subtree of shards, where the owner ends the tree of sums.
final class RankedStep {
  let share: RankShare
  private let ranks: any Ranks
  private let requests: RowRequests
  /// The rows that were sent for the requests, [requests × d].
  private let sentRows: Matrix
  /// The gradients that came for the requests, [requests × d].
  private let rowGradients: Matrix
  /// The sums of the gradients of the rows that came, [rows × d].
  private let visitorSums: Matrix
  /// The dense gradients of every subtree of every rank, of which the own slice is filled, [1 × parameters] each.
  private let sliceGradients: [Matrix]
  private let sliceTree: GradientTree
  /// The trees over the own shards, one for each subtree.
  private let ownTrees: [GradientTree]

  /// The steps of a share.
  init(_ share: RankShare, _ ranks: any Ranks) {
    (self.share, self.ranks) = (share, ranks)
    let (layout, batchSize) = (share.layout, share.training.batchSize)
    let dimension = share.bookTable.dimension
    func rows() -> Matrix { Matrix(rows: batchSize, columns: dimension) }
    (sentRows, rowGradients, visitorSums) = (rows(), rows(), rows())
    requests = RowRequests(capacity: batchSize)
    let firstShards = (0..<layout.count).flatMap { layout.subtrees(ofRank: $0).map(\.lowerBound) }
    sliceTree = GradientTree(overShards: firstShards)
    sliceGradients = firstShards.map { _ in Matrix(rows: 1, columns: layout.parameterCount) }
    ownTrees = layout.subtrees(ofRank: layout.rank).map {
      GradientTree(overShards: Array($0), first: $0.lowerBound)
    }
  }

  private var step: TrainingStep { share.step }
  private var layout: RankLayout { share.layout }
  private var dimension: Int { share.bookTable.dimension }

  /// Takes the step of a batch.
  ///
  /// - Parameters:
  ///   - batch: Its number in the epoch.
  ///   - epoch: The number of the epoch.
  ///   - count: The number of its ratings, those of other ranks included.
  ///   - rateFactor: What a schedule makes of the learning rates.
  /// - Returns: The sum of all squared errors before the step.
  /// - Throws: What the ranks throw.
  func take(_ batch: Int, ofEpoch epoch: Int, count: Int, rateFactor: Double) throws -> Double {
    let window = try share.window(for: batch, ofEpoch: epoch, ranks)
    let (plan, orders) = (window.plan(ofBatch: batch), window.orders(ofBatch: batch))
    step.wakeWhereNeeded()
    try bringParameters(plan.wanted.starts, orders)
    learn(plan, count: count)
    step.step += 1
    let rules = StepRules(step.optimizer, step: step.step, rateFactor: rateFactor)
    addOwnGradients(rules)
    let squaredErrors = try deliverGradients(plan.wanted.starts, orders)
    updateOwn(rules)
    step.advance(rules)
    return squaredErrors
  }

  // MARK: Before the step

  /// Sends the rows that others want and the own slice of the dense parameters, and takes what comes.
  private func bringParameters(_ wanted: [Int], _ orders: StepOrders) throws {
    requests.fill(orders.rows, shards: orders.shards)
    let slots = requests.slots
    step.inShares { [sentRows, step, table = share.bookTable] index, clock in
      table.gather(
        slots, range: step.part(index, of: 0..<slots.count), into: sentRows, column: 0,
        catchUp: step.catchUp)
      clock?.lap(.gather)
    }
    let parameters = step.network.parameters
    let own = layout.slice(ofRank: layout.rank)
    var outgoing = Parts(
      counts: sizes(orders.starts) { _ in own.count }, of: Float(0))
    var incoming = Parts(
      counts: sizes(wanted) { layout.slice(ofRank: $0).count }, of: Float(0))
    for rank in 0..<layout.count {
      let rows = orders.starts[rank]..<orders.starts[rank + 1]
      var start = outgoing.starts[rank]
      sentRows.rows(from: rows.lowerBound, count: rows.count).copy(
        to: &outgoing.values, from: start)
      start += rows.count * dimension
      parameters.part(own).copy(to: &outgoing.values, from: start)
    }
    try ranks.exchange(outgoing, into: &incoming)
    for rank in 0..<layout.count {
      let rows = wanted[rank]..<wanted[rank + 1]
      var start = incoming.starts[rank]
      step.network.books.place(
        incoming.values, from: start, rows: rows, afterStep: step.catchUp?.step ?? step.step)
      start += rows.count * dimension
      parameters.part(layout.slice(ofRank: rank)).copy(from: incoming.values, at: start)
    }
  }

  /// The sizes of parts that have rows, and elements behind them.
  private func sizes(_ rows: [Int], and elements: (Int) -> Int) -> [Int] {
    (0..<layout.count).map { (rows[$0 + 1] - rows[$0]) * dimension + elements($0) }
  }

  /// Runs the own shards forward and backward.
  private func learn(_ plan: StepPlan, count: Int) {
    step.batch.cut(at: plan.shardStarts)
    step.ratingCount = count
    step.runUnits(step.units, layout.shards(ofRank: layout.rank)) {
      [
        batch = step.batch, ratings = share.ratings, inputs = share.inputs,
        scale = share.training.scale
      ] range in
      if let inputs {
        for i in range { inputs.prefetch(plan.ratings[i]) }
      }
      for i in range {
        let rating = ratings[plan.ratings[i]]
        batch.set(
          i, reader: rating.reader, book: plan.visitors[i], target: rating.target,
          weight: rating.weight)
        if let inputs {
          batch.setInputs(
            i, from: inputs, row: plan.ratings[i], standardizedBy: scale.standardized)
        }
      }
    }
  }

  // MARK: After the step

  /// Updates the own readers, and adds what others will get.
  private func addOwnGradients(_ rules: StepRules) {
    step.inShares { [step, visitorSums, ownTrees] index, clock in
      step.updateRows(.reader, share: index, rules)
      step.network.books.addGradients(
        step.batch.slots(.book), worker: index, of: step.threads, scratch: step.scratch[index],
        gradients: step.embeddingGradients, column: step.network.column(.book), step: step.step,
        into: visitorSums)
      clock?.lap(.sparseUpdate)
      let part = step.part(index, of: 0..<step.network.stack.parameterCount)
      for tree in ownTrees { tree.add(step.unitGradients, range: part) }
      clock?.lap(.reduction)
    }
  }

  /// Sends gradients to the owners of books and of slices, with the squared errors of the own shards.
  ///
  /// - Returns: The sum of all squared errors, shard by shard.
  private func deliverGradients(_ wanted: [Int], _ orders: StepOrders) throws -> Double {
    let (own, subtrees) = (layout.slice(ofRank: layout.rank), layout.subtrees(ofRank: layout.rank))
    let shards = layout.shards(ofRank: layout.rank)
    var outgoing = Parts(
      counts: sizes(wanted) {
        subtrees.count * layout.slice(ofRank: $0).count + 2 * shards.count
      }, of: Float(0))
    var incoming = Parts(
      counts: sizes(orders.starts) {
        layout.subtrees(ofRank: $0).count * own.count + 2 * layout.shards(ofRank: $0).count
      }, of: Float(0))
    for rank in 0..<layout.count {
      let rows = wanted[rank]..<wanted[rank + 1]
      var start = outgoing.starts[rank]
      visitorSums.rows(from: rows.lowerBound, count: rows.count)
        .copy(to: &outgoing.values, from: start)
      start += rows.count * dimension
      let slice = layout.slice(ofRank: rank)
      for subtree in subtrees {
        step.unitGradients[subtree.lowerBound].part(slice).copy(to: &outgoing.values, from: start)
        start += slice.count
      }
      for shard in shards {
        outgoing.values.write(step.unitErrors[shard], at: start)
        start += 2
      }
    }
    try ranks.exchange(outgoing, into: &incoming)
    return takeGradients(incoming, orders)
  }

  /// Puts what came where it is added; returns the sum of the squared errors.
  private func takeGradients(_ incoming: Parts<Float>, _ orders: StepOrders) -> Double {
    let own = layout.slice(ofRank: layout.rank)
    var (squaredErrors, subtree) = (0.0, 0)
    for rank in 0..<layout.count {
      let rows = orders.starts[rank]..<orders.starts[rank + 1]
      var start = incoming.starts[rank]
      rowGradients.rows(from: rows.lowerBound, count: rows.count)
        .copy(from: incoming.values, at: start)
      start += rows.count * dimension
      for _ in layout.subtrees(ofRank: rank) {
        sliceGradients[subtree].part(own).copy(from: incoming.values, at: start)
        start += own.count
        subtree += 1
      }
      for _ in layout.shards(ofRank: rank) {
        squaredErrors += incoming.values.double(at: start)
        start += 2
      }
    }
    return squaredErrors
  }

  /// Updates the own books and the own slice of the dense parameters.
  private func updateOwn(_ rules: StepRules) {
    let (slots, slice) = (requests.slots, layout.slice(ofRank: layout.rank))
    step.inShares {
      [step, table = share.bookTable, sentRows, rowGradients, sliceGradients, sliceTree]
      index, clock in
      table.update(
        slots, worker: index, of: step.threads, scratch: step.scratch[index], inputs: sentRows,
        gradients: rowGradients, column: 0, step: step.step, rule: rules.rows,
        decay: rules.rowDecay, catchUp: step.catchUp, normLimit: rules.normLimit)
      clock?.lap(.sparseUpdate)
      step.updateDense(sliceGradients, sliceTree, rules, in: slice, share: index, clock)
    }
  }
}

extension Matrix {
  /// Some elements of a matrix of one row.
  fileprivate func part(_ range: Range<Int>) -> MatrixView {
    block(at: range.lowerBound, rows: 1, columns: range.count)
  }
}

// A number of double precision among those of single precision: moved, never computed with.
extension [Float] {
  fileprivate mutating func write(_ number: Double, at place: Int) {
    self[place] = Float(bitPattern: UInt32(number.bitPattern >> 32))
    self[place + 1] = Float(bitPattern: UInt32(truncatingIfNeeded: number.bitPattern))
  }

  fileprivate func double(at place: Int) -> Double {
    Double(
      bitPattern: UInt64(self[place].bitPattern) << 32 | UInt64(self[place + 1].bitPattern))
  }
}
