import Glibc

/// Threads that look out for short tasks, for phases that follow one another within microseconds.
///
/// Waking a sleeping processor takes longer than a small batch takes to learn from. The members of a team
/// keep looking for work for a moment before they sleep, so that the phases of a step, and one step after
/// another, find them awake. ``Parallel`` is the simpler choice for everything else.
///
/// `@unchecked Sendable` holds because the threads are started before and ended after any other use, and
/// what they share is in ``TeamRoom``.
@safe public final class Team: @unchecked Sendable {
  /// The largest number of threads that work, the caller's included.
  public let size: Int

  private let room = TeamRoom()
  private let threads: [pthread_t]

  /// A team of the calling thread and `size` − 1 more, or as many as the system grants.
  public init(size: Int) {
    precondition(size > 0, "a team of \(size)")
    self.size = size
    threads = (1..<size).compactMap { [room] in Self.started(room, member: $0) }
  }

  deinit {
    room.close()
    for thread in threads { pthread_join(thread, nil) }
  }

  /// Runs `body(member, 0)` … `body(member, count - 1)` on the team and waits for all of them.
  ///
  /// Tasks are claimed in rising order, so a slow processor holds nobody up; they must be independent. A
  /// member runs one task at a time, so it can own scratch memory. Members are numbered from 0, the caller,
  /// to ``size`` − 1. One thread at a time may call this, and no task may.
  public func run(_ count: Int, _ body: @Sendable (_ member: Int, _ task: Int) -> Void) {
    precondition((0..<1 << 31).contains(count), "\(count) tasks")
    guard count > 1, !threads.isEmpty else {
      for task in 0..<count { body(0, task) }
      return
    }
    withoutActuallyEscaping(body) { room.run(count, $0) }
  }

  /// What a thread needs to know at its start.
  private final class Seat {
    let room: TeamRoom
    let member: Int

    init(room: TeamRoom, member: Int) {
      self.room = room
      self.member = member
    }
  }

  private static func started(_ room: TeamRoom, member: Int) -> pthread_t? {
    var thread = pthread_t()
    let seat = unsafe Unmanaged.passRetained(Seat(room: room, member: member))
    let status = unsafe pthread_create(
      &thread, nil,
      { argument in
        guard let argument = unsafe argument else { return nil }
        let seat = unsafe Unmanaged<Seat>.fromOpaque(argument).takeRetainedValue()
        seat.room.attend(as: seat.member)
        return nil
      }, seat.toOpaque())
    guard status == 0 else {
      unsafe seat.release()
      return nil
    }
    return thread
  }
}
