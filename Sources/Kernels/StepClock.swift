import Glibc

/// The parts of a training step that a ``StepClock`` tells apart.
public enum StepPart: Int, Sendable, CaseIterable {
  /// Finding the batch's rows in the shuffled order and copying them.
  case batching
  /// Copying the rows' embeddings.
  case gather
  /// The dense layers, and the loss.
  case forward
  /// The backward pass of the dense layers.
  case backward
  /// Adding the shards' gradients of the dense parameters.
  case reduction
  /// Adding the gradients of each embedding row, and the optimizer on those rows.
  case sparseUpdate
  /// The optimizer on the dense parameters.
  case denseUpdate
  /// What one thread does while the others wait: bookkeeping between the phases.
  case serial
  /// Waiting: to be woken up, for others to finish, or for want of a shard.
  case idle

  /// The part in one or two words.
  public var name: String {
    switch self {
    case .sparseUpdate: "sparse update"
    case .denseUpdate: "dense update"
    default: "\(self)"
    }
  }
}

/// Where the time of training steps goes, thread by thread.
///
/// Every worker has a stopwatch, and each moment of every one belongs to one part, so that
/// the parts add up to workers × the time that passed. Whoever works says at its end what the time since
/// the last word was for: ``Worker/lap(_:)``.
public final class StepClock: Sendable {
  private let workers: [Worker]

  /// Stopwatches for so many workers.
  public init(workers: Int) {
    self.workers = (0..<workers).map { _ in Worker() }
  }

  /// One worker's stopwatch.
  public subscript(worker: Int) -> Worker { workers[worker] }

  /// Forgets what was measured; time counts from now on.
  public func restart() {
    let now = monotonicNanoseconds()
    for worker in workers { worker.restart(at: now) }
  }

  /// A parallel phase begins: until now the first worker worked alone.
  public func fork() {
    let now = monotonicNanoseconds()
    for (index, worker) in workers.enumerated() {
      worker.lap(index == 0 ? .serial : .idle, at: now)
    }
  }

  /// A parallel phase is over: since their last word workers had nothing to do.
  public func join() {
    let now = monotonicNanoseconds()
    for worker in workers { worker.lap(.idle, at: now) }
  }

  /// The seconds of one part, summed over the workers.
  public func seconds(_ part: StepPart) -> Double {
    workers.reduce(0) { $0 + $1.seconds(part) }
  }

  /// A stopwatch.
  ///
  /// `@unchecked Sendable` holds because in a parallel phase a worker alone uses its own, and between
  /// phases one thread uses them all.
  public final class Worker: @unchecked Sendable {
    private var last: UInt64 = 0
    private var nanoseconds = InlineArray<9, UInt64>(repeating: 0)

    /// The time since the last word was for `part`.
    public func lap(_ part: StepPart) { lap(part, at: monotonicNanoseconds()) }

    fileprivate func lap(_ part: StepPart, at now: UInt64) {
      nanoseconds[part.rawValue] += now - last
      last = now
    }

    fileprivate func restart(at now: UInt64) {
      last = now
      nanoseconds = InlineArray(repeating: 0)
    }

    fileprivate func seconds(_ part: StepPart) -> Double {
      Double(nanoseconds[part.rawValue]) / 1e9
    }
  }
}

/// The nanoseconds of a clock that never goes back; some 25 ns a call.
func monotonicNanoseconds() -> UInt64 { nanoseconds(of: CLOCK_MONOTONIC) }

/// Processor time, which neighbours on the machine do not lengthen.
public enum ProcessorTime {
  /// The seconds that all threads of the process have run.
  public static var ofProcess: Double { Double(nanoseconds(of: CLOCK_PROCESS_CPUTIME_ID)) / 1e9 }
  /// The seconds that the calling thread has run.
  public static var ofThread: Double { Double(nanoseconds(of: CLOCK_THREAD_CPUTIME_ID)) / 1e9 }
}

private func nanoseconds(of clock: clockid_t) -> UInt64 {
  var time = timespec()
  let status = unsafe clock_gettime(clock, &time)
  precondition(status == 0, "clock \(clock) answered \(status)")
  return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}
