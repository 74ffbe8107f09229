import BookData
import Networks
import Training

/// Whether a training gives the same bytes on every number of threads.
public enum SameBytes {
  /// Trains a small network with each number of threads, and compares every byte of weights and optimizer
  /// state with those of one thread.
  ///
  /// - Parameters:
  ///   - workload: What is learned.
  ///   - threads: The numbers of threads to try.
  ///   - steps: How many steps are taken. The default is 20.
  /// - Returns: The numbers of threads whose bytes differ; empty if all is well.
  public static func differing(
    _ workload: StepWorkload, threads: [Int], batchSize: Int = 1024, steps: Int = 20
  ) -> [Int] {
    let expected = trained(workload, threads: 1, batchSize: batchSize, steps: steps)
    return threads.filter {
      trained(workload, threads: $0, batchSize: batchSize, steps: steps) != expected
    }
  }

  /// All numbers of a trained network, as bits.
  private static func trained(
    _ workload: StepWorkload, threads: Int, batchSize: Int, steps: Int
  ) -> [[UInt32]] {
    let step = workload.step(batchSize: batchSize, threads: threads)
    // The last step's batch is not full, as an epoch's last is.
    for index in 0..<steps {
      workload.take(index, of: step, count: index == steps - 1 ? batchSize / 3 : batchSize)
    }
    step.wakeAll()
    let network = step.network
    return (network.namedTables.map(\.table.contents) + network.namedMatrices.map(\.matrix.values))
      .map { $0.map(\.bitPattern) }
  }
}
