import Glibc

/// Threads that look out for short tasks, for phases that follow one another within microseconds.
///
/// Waking a sleeping processor takes longer than a small batch takes to learn from. The workers of a pool
/// keep looking for work for a moment before they sleep, so that the phases of a step, and one step after
/// another, find them awake. ``Parallel`` is the simpler choice for everything else.
///
/// `@unchecked Sendable` holds because the threads are started before and ended after any other use, and
/// what they share is in ``ThreadPoolState``.
@safe public final class ThreadPool: @unchecked Sendable {
  /// The largest number of threads that work, the caller's included.
  public let size: Int

  private let state: ThreadPoolState
  private let threads: [pthread_t]

  /// A thread pool of the calling thread and `size` − 1 more, or as many as the system grants.
  public init(size: Int) {
    precondition(size > 0, "a pool of \(size)")
    self.size = size
    state = ThreadPoolState(size: size)
    threads = (1..<size).compactMap { [state] in Self.started(state, worker: $0) }
  }

  /// How many threads the system granted beside the calling one: ``size`` − 1 of them, or fewer.
  public var granted: Int { threads.count }

  deinit {
    state.close()
    for thread in threads { pthread_join(thread, nil) }
  }

  /// Runs `body(worker, 0)` … `body(worker, count - 1)` on the pool and waits for all of them.
  ///
  /// Worker i begins with task i, and the others are claimed in rising order, so a slow processor holds nobody
  /// up; tasks must be independent. A worker runs one task at a time, so it can own scratch memory. Workers are numbered from 0, the caller,
  /// to ``size`` − 1. One thread at a time may call this, and no task may.
  public func run(_ count: Int, _ body: @Sendable (_ worker: Int, _ task: Int) -> Void) {
    precondition((0..<1 << 31).contains(count), "\(count) tasks")
    guard count > 1, !threads.isEmpty else {
      for task in 0..<count { body(0, task) }
      return
    }
    withoutActuallyEscaping(body) { state.run(count, $0) }
  }

  /// What a thread needs to know at its start.
  private final class Start {
    let state: ThreadPoolState
    let worker: Int

    init(state: ThreadPoolState, worker: Int) {
      self.state = state
      self.worker = worker
    }
  }

  private static func started(_ state: ThreadPoolState, worker: Int) -> pthread_t? {
    var thread = pthread_t()
    let start = unsafe Unmanaged.passRetained(Start(state: state, worker: worker))
    let status = unsafe pthread_create(
      &thread, nil,
      { argument in
        guard let argument = unsafe argument else { return nil }
        let start = unsafe Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
        start.state.serve(as: start.worker)
        return nil
      }, start.toOpaque())
    guard status == 0 else {
      unsafe start.release()
      return nil
    }
    return thread
  }
}
