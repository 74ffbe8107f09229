public import Kernels
public import Networks
import Parallelism
import Support
import Training

/// What a benchmark measures, and for how long.
public struct BenchmarkConfiguration: Sendable, Configurable {
  /// About how long the whole benchmark takes.
  ///
  /// At least six rounds are made, however long they take. The default job is measured from 30 seconds on.
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
    try checkOptions()
    try ThreadCount(wished: threads).checkOptions()
    try precision.validateForThisMachine()
  }

  package static var defaults: [(name: String, value: Self)] { [("", Self())] }

  package static let options: [ConfigurationOption<Self>] = [
    .init("seconds", \.seconds, .number(above: 0, to: 86_400)).means(
      "About how long it all takes; six rounds at least, and the default job from 30 on."),
    .init("batch_sizes", \.batchSizes, .batchSizes, unit: "sizes")
      .means("The numbers of ratings of a step."),
    .init("optimizer", \.optimizer.kind, .choice)
      .means("How parameters change in the training steps."),
    .init("precision", \.precision, .choice)
      .means("How dense layers multiply in the training steps."),
  ]

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

  /// Whether the default job, which takes some 15 seconds, is measured, too.
  var hasTimeForJob: Bool { seconds >= 30 }

  /// How long one measurement of one thing takes: so short that many rounds fit in, and long enough that
  /// hundreds of steps count.
  var probeSeconds: Double { min(0.1, max(0.002, seconds / 600)) }
}

extension OptionKind<[Int]> {
  fileprivate static var batchSizes: Self {
    .list(
      "a list of 1 to 32 different numbers, 1 to 1048576", read: { Int($0) },
      allows: { sizes in
        (1...32).contains(sizes.count) && Set(sizes).count == sizes.count
          && sizes.allSatisfy((1...1_048_576).contains)
      }, show: { "\($0)" })
  }
}
