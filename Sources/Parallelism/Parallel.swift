internal import Dispatch
import Glibc
import Synchronization

/// Runs independent tasks on several threads: the only place where Octavo meets Dispatch.
public enum Parallel {
  /// How many processors this process may use, at least one: see ``UsableProcessors``.
  public static var processorCount: Int { UsableProcessors.current.count }

  /// Runs `body(0)` … `body(count - 1)` on up to `threads` threads and waits for all of them.
  ///
  /// Tasks are claimed in rising order, so a slow processor holds nobody up. They must be independent: no
  /// task may wait for another.
  public static func forEach(_ count: Int, threads: Int, _ body: @Sendable (Int) -> Void) {
    forEachWithWorker(count, threads: threads) { _, task in body(task) }
  }

  /// As ``forEach(_:threads:_:)``, and tells each task which worker runs it.
  ///
  /// A worker runs one task at a time, so it can own scratch memory. Workers are numbered from 0 to
  /// min(threads, count) − 1.
  public static func forEachWithWorker(
    _ count: Int, threads: Int, _ body: @Sendable (_ worker: Int, _ task: Int) -> Void
  ) {
    precondition(count >= 0 && threads > 0, "\(count) tasks on \(threads) threads")
    let workers = min(threads, count)
    guard workers > 1 else {
      for task in 0..<count { body(0, task) }
      return
    }
    let claimed = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      while true {
        let task = claimed.add(1, ordering: .relaxed).oldValue
        guard task < count else { return }
        body(worker, task)
      }
    }
  }

  /// The results of `body(0)` … `body(count - 1)`, in that order, computed on up to `threads` threads.
  public static func map<Result: Sendable>(
    _ count: Int, threads: Int, _ body: @Sendable (Int) -> Result
  ) -> [Result] {
    mapWithWorker(count, threads: threads) { _, task in body(task) }
  }

  /// As ``map(_:threads:_:)``, and tells each task which worker runs it.
  public static func mapWithWorker<Result: Sendable>(
    _ count: Int, threads: Int, _ body: @Sendable (_ worker: Int, _ task: Int) -> Result
  ) -> [Result] {
    unsafe [Result](unsafeUninitializedCapacity: count) { buffer, initialized in
      // Sound because each task initializes its own element alone and nothing reads before all are done.
      nonisolated(unsafe) let elements = unsafe buffer
      forEachWithWorker(count, threads: threads) { worker, task in
        unsafe elements.initializeElement(at: task, to: body(worker, task))
      }
      initialized = count
    }
  }
}
