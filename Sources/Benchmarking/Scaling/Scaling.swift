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
  /// Whether the network is the hybrid one; nil, of earlier records, is the plain one.
  public var isHybrid: Bool?
  /// What was measured, in rising order of threads.
  public var measured: [Point]
  /// What gives the predictions; nil where but one thread was measured.
  public var model: ScalingModel?
  /// What the model says of more cores like these.
  public var predicted: [Point]

  /// The numbers of cores that are predicted.
  static let predictedThreads = [16, 32, 64, 128]

  /// Measured and predicted speed-ups of one batch size.
  ///
  /// - Parameters:
  ///   - account: Of the same steps on one thread.
  ///   - work: Of the same steps.
  init(_ figures: [Figure], account: StepAccount, work: StepWork) {
    (batchSize, isHybrid) = (account.batchSize, account.isHybrid)
    let rows = Double(batchSize)
    let rates = figures.filter { $0.name == account.figure }
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
      seconds: rows / single, serialShare: account.share(.serial), unitShare: account.unitShare,
      shards: work.shards, passes: work.passes)
    model.setWait(figures)
    self.model = model
    predicted = Self.predictedThreads.map { threads in
      Point(
        threads: threads, speedUp: model.speedUp(threads: threads),
        ratingsPerSecond: rows / model.seconds(threads: threads))
    }
  }
}

extension StepAccount {
  /// Of the work that threads share, the share that is cut in units.
  fileprivate var unitShare: Double {
    let units = [StepPart.batching, .gather, .forward, .backward].map(share).sum
    let owned = [StepPart.reduction, .sparseUpdate, .denseUpdate].map(share).sum
    return units / (units + owned)
  }
}

extension ScalingModel {
  /// Two phases with nothing to do, by the figures of every number of threads but one.
  fileprivate mutating func setWait(_ figures: [Figure]) {
    let points = figures.filter { $0.name == .fork && $0.threads > 1 }
      .map { (x: Double($0.threads), y: 2e-6 * $0.value.median) }
    let line = Line(through: points)
    (waitOffset, waitSlope) = (line.offset, line.slope)
  }
}
