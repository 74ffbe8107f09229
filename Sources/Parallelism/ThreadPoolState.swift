internal import CIntrinsics
internal import Dispatch
import Glibc
import Synchronization

/// What the threads of a ``ThreadPool`` share: the job at hand, and which workers are parked.
///
/// Tasks are claimed by raising ``ticket``, which holds the number of tasks in its upper half and the next
/// one in its lower. A worker that comes too late finds nothing to claim and is not waited for; one that
/// looked at the last job and claims from the next has a task of the next.
///
/// `@unchecked Sendable` holds because ``body`` changes only while no task is claimed and unfinished, and is
/// read only between claiming a task and reporting it finished.
final class ThreadPoolState: @unchecked Sendable {
  private let ticket = Atomic<UInt64>(0)
  private let finished = Atomic<Int>(0)
  private let parked = Atomic<Int>(0)
  private let isClosed = Atomic<Bool>(false)
  private let semaphore = DispatchSemaphore(value: 0)
  private var body: (_ worker: Int, _ task: Int) -> Void = { _, _ in }

  /// How often a worker looks for work before it lets others use the processor, and how often after.
  private static let looks = (spinning: 2000, yielding: 100)

  /// The caller's part: publishes a job, works on it as worker 0, waits until all of it is done.
  func run(_ count: Int, _ body: @escaping (_ worker: Int, _ task: Int) -> Void) {
    self.body = body
    finished.store(0, ordering: .relaxed)
    ticket.store(UInt64(count) << 32, ordering: .sequentiallyConsistent)
    unpark(upTo: count - 1)
    work(as: 0)
    var looks = 0
    while finished.load(ordering: .acquiring) < count { rest(after: &looks) }
    self.body = { _, _ in }
  }

  /// A worker's part: works on one job after another until the state is closed.
  func serve(as worker: Int) {
    while !isClosed.load(ordering: .acquiring) {
      work(as: worker)
      var looks = 0
      while isIdle, looks < Self.looks.spinning + Self.looks.yielding { rest(after: &looks) }
      if isIdle { park() }
    }
  }

  /// Ends every worker.
  func close() {
    isClosed.store(true, ordering: .sequentiallyConsistent)
    unpark(upTo: .max)
  }

  private func work(as worker: Int) {
    while let task = claim() {
      body(worker, task)
      finished.add(1, ordering: .releasing)
    }
  }

  private func claim() -> Int? {
    // Looked at first, so that idle workers do not raise it on and on.
    guard hasTasks(ticket.load(ordering: .relaxed)) else { return nil }
    let mine = ticket.add(1, ordering: .acquiringAndReleasing).oldValue
    return hasTasks(mine) ? Int(mine & 0xFFFF_FFFF) : nil
  }

  private func hasTasks(_ ticket: UInt64) -> Bool { ticket & 0xFFFF_FFFF < ticket >> 32 }

  private var isIdle: Bool {
    !hasTasks(ticket.load(ordering: .sequentiallyConsistent))
      && !isClosed.load(ordering: .sequentiallyConsistent)
  }

  private func rest(after looks: inout Int) {
    if looks < Self.looks.spinning { octavo_pause() } else { sched_yield() }
    looks += 1
  }

  // MARK: Sleep

  private func park() {
    parked.add(1, ordering: .sequentiallyConsistent)
    // A job published before the line above does not know of this worker, one published after it signals.
    if !isIdle, takeParked(upTo: 1) == 1 { return }
    semaphore.wait()
  }

  private func unpark(upTo count: Int) {
    for _ in 0..<takeParked(upTo: count) { semaphore.signal() }
  }

  /// Takes up to `count` workers off the number of parked, each of which must then be woken.
  private func takeParked(upTo count: Int) -> Int {
    var present = parked.load(ordering: .sequentiallyConsistent)
    while true {
      let taken = min(present, count)
      guard taken > 0 else { return 0 }
      let (exchanged, original) = parked.compareExchange(
        expected: present, desired: present - taken, ordering: .sequentiallyConsistent)
      if exchanged { return taken }
      present = original
    }
  }
}
