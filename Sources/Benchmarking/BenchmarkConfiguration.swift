public import Kernels
public import Networks
import Parallelism
import Support

/// What a benchmark measures, and for how long.
public struct BenchmarkConfiguration: Sendable {
  /// About how long to measure.
  ///
  /// At least six rounds are made, however long they take.
  ///
  /// The default is 60.
  public var seconds = 60.0
  /// The largest number of threads.
  ///
  /// The default is the number of processors.
  public var threads = Parallel.processorCount
  /// The batch sizes of training steps.
  ///
  /// The default is 128, 512, 4096 and 16384.
  public var batchSizes = [128, 512, 4096, 16384]
  /// How parameters change.
  ///
  /// The default is Adam, which does the most work of all.
  public var optimizer = OptimizerConfiguration.adam
  /// How dense layers multiply in training steps; the processor must have it.
  ///
  /// The default is single.
  public var precision = Precision.single

  /// The defaults.
  public init() {}

  /// Throws a sentence if a value makes no sense.
  ///
  /// - Throws: `ConfigurationError`.
  public func validate() throws(ConfigurationError) {
    try require(seconds > 0 && seconds <= 86_400, "seconds", seconds, "above 0 and up to 86400")
    try precision.validateForThisMachine()
    try require((1...4096).contains(threads), "threads", threads, "1 to 4096")
    try require(
      (1...32).contains(batchSizes.count) && Set(batchSizes).count == batchSizes.count
        && batchSizes.allSatisfy { (1...1_048_576).contains($0) },
      "batch sizes", batchSizes.map(String.init).joined(separator: ","),
      "1 to 32 different numbers of 1 to 1048576")
  }

  /// 1, 2, 3, 4, then twice as many each time, and the largest.
  var threadCounts: [Int] {
    var counts = Set((1...4).filter { $0 <= threads } + [threads])
    var count = 8
    while count < threads {
      counts.insert(count)
      count *= 2
    }
    return counts.sorted()
  }

  /// How long one measurement of one thing takes: so short that many rounds fit in, and long enough that
  /// hundreds of steps count.
  var probeSeconds: Double { min(0.1, max(0.002, seconds / 600)) }
}
