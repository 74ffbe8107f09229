import Kernels

/// How one batch size scales: measured here, and predicted for machines with more cores.
public struct Scaling: Sendable, Codable, Equatable {
  /// One number of threads.
  public struct Point: Sendable, Codable, Equatable {
    /// The threads, each on a core of its own.
    public var threads: Int
    /// How many times as fast as one thread.
    public var speedUp: Double
    /// The ratings learned from in a second.
    public var ratingsPerSecond: Double
  }

  /// The ratings of a step.
  public var batchSize: Int
  /// What was measured, in rising order of threads.
  public var measured: [Point]
  /// What fits those, and gives the predictions; nil where there is but one thread.
  public var model: ScalingModel?
  /// What the model says of more cores like these.
  public var predicted: [Point]

  /// The numbers of cores that are predicted.
  static let predictedThreads = [16, 32, 64, 128]

  /// Fits the figures of one batch size.
  ///
  /// - Parameters:
  ///   - account: Of the same steps on one thread.
  ///   - work: Of the same steps.
  init(_ figures: [Figure], account: StepAccount, work: StepWork) {
    batchSize = account.batchSize
    let rows = Double(batchSize)
    let rates = figures.filter { $0.name == .training(batchSize: account.batchSize) }
      .sorted { $0.threads < $1.threads }
    let single = rates.first { $0.threads == 1 }?.value.median ?? .nan
    measured = rates.map { figure in
      Point(
        threads: figure.threads, speedUp: figure.value.median / single,
        ratingsPerSecond: figure.value.median)
    }
    (model, predicted) = (nil, [])
    guard measured.count > 1 else { return }
    var model = ScalingModel(
      seconds: rows / single, shardedShare: account.shardedShare, shards: work.shards)
    model.setMemory(figures, bytes: work.memoryBytes)
    model.setWait(figures)
    model.fitSerialShare(to: rates.map { ($0.threads, rows / $0.value.median) })
    self.model = model
    predicted = Self.predictedThreads.map { threads in
      Point(
        threads: threads, speedUp: model.speedUp(threads: threads),
        ratingsPerSecond: rows / model.seconds(threads: threads))
    }
  }
}

extension StepAccount {
  /// Of the work that threads share, the share that is cut in shards.
  fileprivate var shardedShare: Double {
    let sharded = [StepPart.batching, .gather, .forward, .backward].map(share).sum
    let owned = [StepPart.reduction, .sparseUpdate, .denseUpdate].map(share).sum
    return sharded / (sharded + owned)
  }
}

extension ScalingModel {
  /// The bandwidth of memory by the figures of one thread and of the most.
  fileprivate mutating func setMemory(_ figures: [Figure], bytes: Double) {
    let rates = figures.filter { $0.name == .triad(.memory) }.sorted { $0.threads < $1.threads }
    guard let first = rates.first, let last = rates.last, last.threads > first.threads else {
      return
    }
    let gain = last.value.median / first.value.median
    memoryBytes = bytes
    bandwidth = 1e9 * first.value.median
    hindrance = max(0, (Double(last.threads) / gain - 1) / Double(last.threads - 1))
  }

  /// Two phases with nothing to do, by the figures of every number of threads but one.
  fileprivate mutating func setWait(_ figures: [Figure]) {
    let points = figures.filter { $0.name == .fork && $0.threads > 1 }
      .map { (x: Double($0.threads), y: 2e-6 * $0.value.median) }
    let line = Line(through: points)
    (waitOffset, waitSlope) = (line.offset, line.slope)
  }
}
