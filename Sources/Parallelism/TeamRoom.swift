internal import CIntrinsics
internal import Dispatch
import Glibc
import Synchronization

/// What the threads of a ``Team`` share: the job at hand, and who sleeps.
///
/// Tasks are claimed by raising ``ticket``, which holds the number of tasks in its upper half and the next
/// one in its lower. A member that comes too late finds nothing to claim and is not waited for; one that
/// looked at the last job and claims from the next has a task of the next.
///
/// `@unchecked Sendable` holds because ``body`` changes only while no task is claimed and unfinished, and is
/// read only between claiming a task and reporting it finished.
final class TeamRoom: @unchecked Sendable {
  private let ticket = Atomic<UInt64>(0)
  private let finished = Atomic<Int>(0)
  private let sleepers = Atomic<Int>(0)
  private let isClosed = Atomic<Bool>(false)
  private let bell = DispatchSemaphore(value: 0)
  private var body: (_ member: Int, _ task: Int) -> Void = { _, _ in }

  /// How often a member looks for work before it lets others use the processor, and how often after.
  private static let looks = (awake: 2000, drowsy: 100)

  /// The caller's part: publishes a job, works on it as member 0, waits until all of it is done.
  func run(_ count: Int, _ body: @escaping (_ member: Int, _ task: Int) -> Void) {
    self.body = body
    finished.store(0, ordering: .relaxed)
    ticket.store(UInt64(count) << 32, ordering: .sequentiallyConsistent)
    wake(upTo: count - 1)
    work(as: 0)
    var looks = 0
    while finished.load(ordering: .acquiring) < count { rest(after: &looks) }
    self.body = { _, _ in }
  }

  /// A member's part: works on one job after another until the room is closed.
  func attend(as member: Int) {
    while !isClosed.load(ordering: .acquiring) {
      work(as: member)
      var looks = 0
      while isIdle, looks < Self.looks.awake + Self.looks.drowsy { rest(after: &looks) }
      if isIdle { sleep() }
    }
  }

  /// Sends every member home.
  func close() {
    isClosed.store(true, ordering: .sequentiallyConsistent)
    wake(upTo: .max)
  }

  private func work(as member: Int) {
    while let task = claim() {
      body(member, task)
      finished.add(1, ordering: .releasing)
    }
  }

  private func claim() -> Int? {
    // Looked at first, so that idle members do not raise it on and on.
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
    if looks < Self.looks.awake { octavo_pause() } else { sched_yield() }
    looks += 1
  }

  // MARK: Sleep

  private func sleep() {
    sleepers.add(1, ordering: .sequentiallyConsistent)
    // A job published before the line above does not know of this sleeper, one published after it rings.
    if !isIdle, takeSleepers(upTo: 1) == 1 { return }
    bell.wait()
  }

  private func wake(upTo count: Int) {
    for _ in 0..<takeSleepers(upTo: count) { bell.signal() }
  }

  /// Takes up to `count` members off the number of sleepers, each of which must then be woken.
  private func takeSleepers(upTo count: Int) -> Int {
    var present = sleepers.load(ordering: .sequentiallyConsistent)
    while true {
      let taken = min(present, count)
      guard taken > 0 else { return 0 }
      let (exchanged, original) = sleepers.compareExchange(
        expected: present, desired: present - taken, ordering: .sequentiallyConsistent)
      if exchanged { return taken }
      present = original
    }
  }
}
