internal import CIntrinsics
internal import Dispatch
import Glibc
import Synchronization

/// What the threads of a ``ThreadPool`` share: the job at hand, and which workers are parked.
///
/// Of a job with a task for everybody worker i has task i to itself: it claims it on a cache line that nobody
/// else changes as a rule. All other tasks are claimed by raising the ticket, which holds the number of tasks
/// in its upper half and the next one in its lower. At last workers take the first tasks of those who are
/// late. One that comes too late finds nothing to claim and is not waited for; one that looked at the last job
/// and claims from the next has a task of the next. Ends are counted by groups of workers, so that not all of
/// them change one line.
///
/// `@unchecked Sendable` holds because ``body`` changes only while no task is claimed and unfinished, and is
/// read only between claiming a task and reporting it finished; ``expected`` belongs to the caller.
final class ThreadPoolState: @unchecked Sendable {
  /// The number of workers, the caller included.
  private let size: Int
  /// The number of the job at hand in the upper half, of its workers' own tasks in the lower; and the ticket.
  private let shared = AtomicLines(count: 2)
  /// For each worker the number of the last job whose first task was claimed.
  private let firstClaims: AtomicLines
  /// For each group of workers how many tasks they have finished, of all jobs.
  private let finished: AtomicLines
  private let groups: Int
  private let parked = Atomic<Int>(0)
  private let isClosed = Atomic<Bool>(false)
  private let semaphore = DispatchSemaphore(value: 0)
  private var body: (_ worker: Int, _ task: Int) -> Void = { _, _ in }
  /// How many tasks all jobs so far have.
  private var expected: UInt64 = 0

  /// How often a worker looks for work before it lets others use the processor, and how often after.
  private static let looks = (spinning: 2000, yielding: 100)
  private static let workersPerGroup = 8
  private static let (jobLine, ticketLine) = (0, 1)

  /// For the caller and `size` − 1 other workers.
  init(size: Int) {
    self.size = size
    firstClaims = AtomicLines(count: size)
    groups = (size + Self.workersPerGroup - 1) / Self.workersPerGroup
    finished = AtomicLines(count: groups)
  }

  /// The caller's part: publishes a job, works on it as worker 0, waits until all of it is done.
  func run(_ count: Int, _ body: @escaping (_ worker: Int, _ task: Int) -> Void) {
    self.body = body
    expected += UInt64(count)
    // With fewer tasks than workers it matters that those who are awake take them.
    let ownTasks = count < size ? 0 : UInt64(size)
    shared.with(Self.ticketLine) {
      $0.store(UInt64(count) << 32 | ownTasks, ordering: .sequentiallyConsistent)
    }
    shared.with(Self.jobLine) {
      let number = ($0.load(ordering: .relaxed) >> 32 &+ 1) & 0xFFFF_FFFF
      $0.store(number << 32 | ownTasks, ordering: .sequentiallyConsistent)
    }
    unpark(upTo: count - 1)
    work(as: 0)
    for worker in 1..<max(2, size) { helpOut(worker, as: 0) }
    var looks = 0
    while finishedCount < expected { rest(after: &looks) }
    self.body = { _, _ in }
  }

  /// A worker's part: works on one job after another until the state is closed.
  func serve(as worker: Int) {
    while !isClosed.load(ordering: .acquiring) {
      work(as: worker)
      var looks = 0
      while isIdle(worker), looks < Self.looks.spinning + Self.looks.yielding {
        rest(after: &looks)
      }
      if isIdle(worker) { park(worker) }
    }
  }

  /// Ends every worker.
  func close() {
    isClosed.store(true, ordering: .sequentiallyConsistent)
    unpark(upTo: .max)
  }

  private func work(as worker: Int) {
    helpOut(worker, as: worker)
    while let task = claim() { perform(task, as: worker) }
    helpOut(worker ^ 1, as: worker)
  }

  /// Runs the first task of `owner`, if nobody has begun it.
  private func helpOut(_ owner: Int, as worker: Int) {
    if owner < size, claimFirst(of: owner) { perform(owner, as: worker) }
  }

  private func perform(_ task: Int, as worker: Int) {
    body(worker, task)
    finished.with(worker / Self.workersPerGroup) { _ = $0.add(1, ordering: .releasing) }
  }

  private var finishedCount: UInt64 {
    (0..<groups).reduce(0) { $0 + finished.with($1) { $0.load(ordering: .acquiring) } }
  }

  /// Claims the first task of `owner`; false where it is claimed, or the job has none for everybody.
  private func claimFirst(of owner: Int) -> Bool {
    firstClaims.with(owner) { claims in
      let claimed = claims.load(ordering: .relaxed)
      let job = shared.with(Self.jobLine) { $0.load(ordering: .acquiring) }
      guard claimed != job >> 32, owner < job & 0xFFFF_FFFF else { return false }
      // Fails where somebody else was faster: the task, and with it the job, may long be over.
      return claims.compareExchange(
        expected: claimed, desired: job >> 32, ordering: .acquiringAndReleasing
      ).exchanged
    }
  }

  private func claim() -> Int? {
    shared.with(Self.ticketLine) { ticket in
      // Looked at first, so that idle workers do not raise it on and on.
      guard hasTasks(ticket.load(ordering: .relaxed)) else { return nil }
      let mine = ticket.add(1, ordering: .acquiringAndReleasing).oldValue
      return hasTasks(mine) ? Int(mine & 0xFFFF_FFFF) : nil
    }
  }

  private func hasTasks(_ ticket: UInt64) -> Bool { ticket & 0xFFFF_FFFF < ticket >> 32 }

  private func isIdle(_ worker: Int) -> Bool {
    let job = shared.with(Self.jobLine) { $0.load(ordering: .sequentiallyConsistent) }
    let ticket = shared.with(Self.ticketLine) { $0.load(ordering: .sequentiallyConsistent) }
    let claimed = firstClaims.with(worker) { $0.load(ordering: .relaxed) }
    return !hasTasks(ticket) && (claimed == job >> 32 || worker >= job & 0xFFFF_FFFF)
      && !isClosed.load(ordering: .sequentiallyConsistent)
  }

  private func rest(after looks: inout Int) {
    if looks < Self.looks.spinning { octavo_pause() } else { sched_yield() }
    looks += 1
  }

  // MARK: Sleep

  private func park(_ worker: Int) {
    parked.add(1, ordering: .sequentiallyConsistent)
    // A job published before the line above does not know of this worker, one published after it signals.
    if !isIdle(worker), takeParked(upTo: 1) == 1 { return }
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
