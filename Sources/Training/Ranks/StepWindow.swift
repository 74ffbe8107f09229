import Parallelism
import Ranks

/// The plans of some steps after one another, and the orders that come with them: exchanged at once, so that in the
/// steps themselves no size is unknown.
struct StepWindow: Sendable {
  /// The epoch.
  let epoch: Int
  /// The batches of the epoch.
  let batches: Range<Int>
  private let plans: [StepPlan]
  private let orders: [StepOrders]

  /// The ratings of a window: enough that planning costs few messages, and few enough for memory.
  private static let ratings = 1 << 18

  /// The batches of the window that begins with `batch`.
  static func batches(from batch: Int, of count: Int, batchSize: Int) -> Range<Int> {
    batch..<min(count, batch + max(1, ratings / batchSize))
  }

  /// Plans steps and tells the owners of books; every rank does it at once.
  ///
  /// - Parameters:
  ///   - plan: The plan of one batch, by one of `threads` workers.
  ///   - row: The row of an own book.
  /// - Throws: What the ranks throw.
  init(
    epoch: Int, _ batches: Range<Int>, _ layout: RankLayout, _ ranks: any Ranks, threads: Int,
    plan: @Sendable (_ worker: Int, _ batch: Int) -> StepPlan, row: (UInt32) -> UInt32
  ) throws {
    (self.epoch, self.batches) = (epoch, batches)
    let plans = Parallel.mapWithWorker(batches.count, threads: threads) { worker, index in
      plan(worker, batches.lowerBound + index)
    }
    self.plans = plans
    let outgoing = (0..<layout.count).map { owner in
      plans.flatMap { $0.counts[owner].map(UInt32.init) + $0.wanted[owner] }
    }
    let incoming = try ranks.exchange(Parts(outgoing))
    var orders = [StepOrders](repeating: StepOrders(), count: batches.count)
    for rank in 0..<layout.count {
      var words = incoming[rank]
      let subtrees = layout.subtrees(ofRank: rank)
      for index in orders.indices {
        let counts = words.prefix(subtrees.count)
        words = words.dropFirst(subtrees.count)
        for (subtree, count) in zip(subtrees, counts) {
          orders[index].rows += words.prefix(Int(count)).map(row)
          orders[index].shards += [UInt8](
            repeating: UInt8(subtree.lowerBound), count: Int(count))
          words = words.dropFirst(Int(count))
        }
        orders[index].starts.append(orders[index].rows.count)
      }
    }
    self.orders = orders
  }

  /// Whether the window has a batch.
  func contains(_ batch: Int, ofEpoch epoch: Int) -> Bool {
    self.epoch == epoch && batches.contains(batch)
  }

  /// What the rank learns from in a batch of the window.
  func plan(ofBatch batch: Int) -> StepPlan { plans[batch - batches.lowerBound] }

  /// What is wanted of the rank's books for a batch of the window.
  func orders(ofBatch batch: Int) -> StepOrders { orders[batch - batches.lowerBound] }
}
