/// How long a step takes on p threads: Amdahl's law with what else is known of the step.
///
///     T(p) = max(serial + shards · ⌈S / p⌉ / S + owners / p, bytes / bandwidth(p)) + wait(p)
///
/// Of one thread's T(1), `serial` is what no other thread shares, `shards` the work that is cut in S shards,
/// and `owners` the updates, which are cut for any number of threads. A step moves `bytes` from and to
/// memory, whose bandwidth grows with the threads as it did here. `wait` is what it takes to share
/// a phase among the threads and to wait for the last one, twice a step: a line through what was measured,
/// level where that was two threads alone. Amdahl, "Validity of the Single Processor Approach to Achieving
/// Large Scale Computing Capabilities", AFIPS 1967.
public struct ScalingModel: Sendable, Codable, Equatable {
  /// The share of a step on one thread that no other thread can take over; fitted.
  public var serialShare: Double
  /// The seconds of a step on one thread.
  public var seconds: Double
  /// Of what can be shared, the share that is cut in shards.
  public var shardedShare: Double
  /// The number of shards.
  public var shards: Int
  /// The bytes that a step moves from and to memory.
  public var memoryBytes: Double
  /// The bytes a second that one thread moves.
  public var bandwidth: Double
  /// How threads hinder each other: p of them move p / (1 + hindrance · (p − 1)) times as many bytes.
  public var hindrance: Double
  /// The seconds that p threads wait for each other in a step: the value at p = 0, and the growth for each.
  public var waitOffset: Double
  /// See ``waitOffset``.
  public var waitSlope: Double

  /// A measured step.
  public typealias Sample = (threads: Int, seconds: Double)

  /// The model without a serial share.
  ///
  /// - Parameters:
  ///   - seconds: Of a step on one thread.
  ///   - shardedShare: Of what can be shared, the share that is cut in shards. The default is all.
  ///   - shards: The number of shards. The default is a million: any number of threads has enough.
  public init(seconds: Double, shardedShare: Double = 1, shards: Int = 1_000_000) {
    (serialShare, self.seconds) = (0, seconds)
    (self.shardedShare, self.shards) = (shardedShare, shards)
    (memoryBytes, bandwidth, hindrance) = (0, 1, 0)
    (waitOffset, waitSlope) = (0, 0)
  }

  /// Sets the serial share so that the squares of the relative errors become least.
  public mutating func fitSerialShare(to samples: [Sample]) {
    var (products, squares) = (0.0, 0.0)
    for sample in samples where sample.threads > 1 {
      let shared = sharedFactor(sample.threads)
      let slope = seconds * (1 - shared) / sample.seconds
      let rest = (sample.seconds - wait(sample.threads) - seconds * shared) / sample.seconds
      products += slope * rest
      squares += slope * slope
    }
    serialShare = squares > 0 ? min(1, max(0, products / squares)) : 0
  }

  /// The seconds of a step on `threads` threads.
  public func seconds(threads: Int) -> Double {
    let compute = seconds * (serialShare + (1 - serialShare) * sharedFactor(threads))
    return max(compute, memoryBytes / bandwidth(threads)) + wait(threads)
  }

  /// How many times as fast as one thread `threads` are.
  public func speedUp(threads: Int) -> Double { seconds / seconds(threads: threads) }

  /// The time of the shared work on p threads as a share of that on one.
  private func sharedFactor(_ threads: Int) -> Double {
    let turns = (shards + threads - 1) / threads
    return shardedShare * Double(turns) / Double(shards) + (1 - shardedShare) / Double(threads)
  }

  private func bandwidth(_ threads: Int) -> Double {
    bandwidth * Double(threads) / (1 + hindrance * Double(threads - 1))
  }

  private func wait(_ threads: Int) -> Double {
    threads > 1 ? max(0, waitOffset + waitSlope * Double(threads)) : 0
  }
}
