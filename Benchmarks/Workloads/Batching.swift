import Benchmarking
import Kernels
import Parallelism
import Support

extension Workload {
  /// Finding the ratings of a batch in the shuffled order and copying them.
  static let batching = [128, 4096].map { size in
    Workload("shuffling and batching, batch \(size)") {
      try checkOrder(batchSize: size)
      let (workload, batch) = (StepWorkload(), Batch(capacity: size))
      var index = 0
      return {
        workload.fill(batch, 0..<size, ofStep: index, count: size)
        index += 1
      }
    }
  }

  /// An epoch of batches must hold every rating once, as a plain list of the order has them.
  private static func checkOrder(batchSize: Int) throws {
    let count = 50 * batchSize
    let (workload, batch) = (StepWorkload(count: count), Batch(capacity: batchSize))
    let order = IndexPermutation(count: count, seed: 1, stream: 0)
    let indices = (0..<count).map { order[$0] }
    try require(
      indices.sorted() == Array(0..<count), "the shuffled order", "repetitions",
      "every rating once")
    for step in 0..<50 {
      workload.fill(batch, 0..<batchSize, ofStep: step, count: batchSize)
      let rows = workload.batch(ofStep: step, count: batchSize)
      try require(
        batch.targets.values, equal: rows.map { Double($0.value) }, within: 0, "a batch's ratings")
    }
  }
}
