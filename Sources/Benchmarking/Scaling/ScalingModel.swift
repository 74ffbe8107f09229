/// How long a step takes on p threads: Amdahl's law with what is counted and measured of the step.
///
///     T(p) = serial + units · ⌈U / p⌉ / U + owners / p + wait(p)
///
/// Of one thread's T(1), `serial` is what one thread does between the phases, `units` the work that is cut in U
/// units, shards for up to as many threads and passes for more, and `owners` the updates, which are cut for any
/// number of threads. `wait` is what it takes to share a phase among the threads and to wait for the last one,
/// twice a step: a line through what was measured, level where that was two threads alone. Memory is not in it:
/// a machine with more cores has more channels to it. Amdahl, "Validity of the Single Processor Approach to
/// Achieving Large Scale Computing Capabilities", AFIPS 1967.
public struct ScalingModel: Sendable, Codable, Equatable {
  /// The seconds of a step on one thread.
  public var seconds: Double
  /// The share of them that no other thread can take over.
  public var serialShare: Double
  /// Of what can be shared, the share that is cut in units.
  public var unitShare: Double
  /// The number of shards, which are the units of up to as many threads.
  public var shards: Int
  /// The number of passes, which are the units of more threads.
  public var passes: Int
  /// The seconds that p threads wait for each other in a step: the value at p = 0, and the growth for each.
  public var waitOffset = 0.0
  /// See ``waitOffset``.
  public var waitSlope = 0.0

  /// A model in which nobody waits.
  public init(seconds: Double, serialShare: Double, unitShare: Double, shards: Int, passes: Int) {
    (self.seconds, self.serialShare) = (seconds, serialShare)
    (self.unitShare, self.shards, self.passes) = (unitShare, shards, passes)
  }

  /// The seconds of a step on `threads` threads.
  public func seconds(threads: Int) -> Double {
    seconds * (serialShare + (1 - serialShare) * sharedFactor(threads)) + wait(threads)
  }

  /// How many times as fast as one thread `threads` are.
  public func speedUp(threads: Int) -> Double { seconds / seconds(threads: threads) }

  /// The time of the shared work on p threads as a share of that on one.
  private func sharedFactor(_ threads: Int) -> Double {
    let units = threads > shards ? passes : shards
    let turns = (units + threads - 1) / threads
    return unitShare * Double(turns) / Double(units) + (1 - unitShare) / Double(threads)
  }

  private func wait(_ threads: Int) -> Double {
    threads > 1 ? max(0, waitOffset + waitSlope * Double(threads)) : 0
  }
}
