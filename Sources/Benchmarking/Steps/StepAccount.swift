import Kernels
import Training

/// Where the time of training steps goes, and how near each part comes to its ceiling.
public struct StepAccount: Sendable, Codable, Equatable {
  /// The ratings of a step.
  public var batchSize: Int
  /// Whether the network is the hybrid one; nil, of earlier records, is the plain one.
  public var isHybrid: Bool?
  /// The threads that took the steps.
  public var threads: Int
  /// The seconds of a step, measured from outside.
  public var seconds: Double
  /// The parts, in the order of the step.
  public var parts: [Part]

  /// One part of a step.
  public struct Part: Sendable, Codable, Equatable {
    /// The part in one or two words.
    public var name: String
    /// Its seconds in a step, summed over the threads.
    public var threadSeconds: Double
    /// Its share of threads × the step's seconds.
    public var share: Double
    /// What bounds it; nil for a part that does no work.
    public var bound: String?
    /// Its speed as a share of that bound.
    public var shareOfBound: Double?
  }

  /// The name of the figure that the same steps have without a clock.
  public var figure: Figure.Name {
    isHybrid == true ? .hybridTraining(batchSize: batchSize) : .training(batchSize: batchSize)
  }

  /// The sum of the parts as a share of threads × the step's seconds; 1 if nothing is missing.
  public var coverage: Double { parts.reduce(0) { $0 + $1.share } }

  /// The share of one part; 0 if it is not there.
  func share(_ part: StepPart) -> Double {
    parts.first { $0.name == part.name }?.share ?? 0
  }
}

/// Takes steps of one batch size on one number of threads, round after round.
///
/// `@unchecked Sendable` holds because timers are made ready in parallel, each by one thread, and used by one
/// thread afterwards.
final class StepTimer: @unchecked Sendable {
  let batchSize: Int
  let threads: Int
  let workload: StepWorkload
  private var step: TrainingStep?
  private var index = 0
  private var steps = 0
  private var seconds = 0.0
  private var threadSeconds = [Double](repeating: 0, count: StepPart.allCases.count)

  init(_ workload: StepWorkload, batchSize: Int, threads: Int) {
    self.workload = workload
    self.batchSize = batchSize
    self.threads = threads
  }

  /// The name of its rates.
  var figure: Figure.Name {
    workload.features == nil
      ? .training(batchSize: batchSize) : .hybridTraining(batchSize: batchSize)
  }

  /// Makes the network, which takes longer than many steps.
  @discardableResult
  func prepare() -> TrainingStep {
    let step = step ?? workload.step(batchSize: batchSize, threads: threads)
    self.step = step
    return step
  }

  /// Takes steps for as long as asked; returns the ratings learned from in a second.
  func ratingsPerSecond(lasting duration: Double) -> Double {
    Double(batchSize) / secondsPerStep(lasting: duration)
  }

  /// Takes steps for as long as asked, and adds them to the account.
  func addToAccount(lasting duration: Double) {
    let step = prepare()
    let clock = StepClock(workers: threads)
    step.clock = clock
    defer { step.clock = nil }
    var first = 0
    let perStep = secondsPerStep(lasting: duration) {
      first = index
      clock.restart()
    }
    add(clock, steps: index - first, seconds: perStep * Double(index - first))
  }

  /// Takes steps; the first of them meet cold caches and sleeping threads, and do not count.
  ///
  /// - Parameter begin: Called before the first step that counts.
  private func secondsPerStep(lasting duration: Double, begin: () -> Void = {}) -> Double {
    let step = prepare()
    func take() {
      workload.take(index, of: step, count: batchSize)
      index += 1
    }
    _ = secondsPerCall(lasting: duration / 4, take)
    begin()
    return secondsPerCall(lasting: duration, take)
  }

  private func add(_ clock: StepClock, steps: Int, seconds: Double) {
    self.steps += steps
    self.seconds += seconds
    for part in StepPart.allCases { threadSeconds[part.rawValue] += clock.seconds(part) }
  }

  /// The mean account of all steps taken with a clock.
  func account(_ ceilings: Ceilings) -> StepAccount {
    let work = StepWork(workload, batchSize: batchSize, threads: threads)
    let perStep = seconds / Double(steps)
    let parts = StepPart.allCases.map { part in
      let own = threadSeconds[part.rawValue] / Double(steps)
      let work = work[part]
      return StepAccount.Part(
        name: part.name, threadSeconds: own, share: own / (perStep * Double(threads)),
        bound: work?.bound, shareOfBound: work.map { ceilings.threadSeconds($0) / max(own, 1e-12) })
    }
    return StepAccount(
      batchSize: batchSize, isHybrid: workload.features != nil, threads: threads, seconds: perStep,
      parts: parts)
  }
}

/// What the machine can do at most on some number of threads.
struct Ceilings {
  let threads: Int
  /// Floating-point operations a second, all threads together.
  let operations: Double
  /// Bytes a second, all threads together.
  let bytes: [MemoryLevel: Double]

  /// The ceilings among measured figures.
  init(_ figures: [Figure], threads: Int) {
    self.threads = threads
    operations = 1e9 * (figures.value(.product, threads: threads)?.median ?? .nan)
    bytes = Dictionary(
      uniqueKeysWithValues: MemoryLevel.allCases.map { level in
        (level, 1e9 * (figures.value(.triad(level), threads: threads)?.median ?? .nan))
      })
  }

  /// The seconds that `work` takes at the ceiling, summed over the threads.
  func threadSeconds(_ work: PartWork) -> Double {
    let seconds =
      switch work {
      case .operations(let count): count / operations
      case .bytes(let count, let level): count / (bytes[level] ?? .nan)
      }
    return seconds * Double(threads)
  }
}
