internal import Dispatch

/// Runs independent tasks on several threads: the only place where Octavo meets Dispatch.
public enum Parallel {
  /// How many processors are online.
  public static var processorCount: Int { onlineProcessorCount() }

  /// Runs `body(0)` … `body(count - 1)` on up to `threads` threads and waits for all of them.
  ///
  /// Task `i` runs on thread `i % threads` of a team, in rising order, so a team of one is a plain loop.
  /// Tasks must be independent: no task may wait for another.
  public static func forEach(
    _ count: Int, threads: Int, _ body: @Sendable (Int) -> Void
  ) {
    precondition(count >= 0 && threads > 0, "\(count) tasks on \(threads) threads")
    let team = min(threads, count)
    guard team > 1 else { return (0..<count).forEach(body) }
    DispatchQueue.concurrentPerform(iterations: team) { member in
      for task in stride(from: member, to: count, by: team) { body(task) }
    }
  }

  /// The results of `body(0)` … `body(count - 1)`, in that order, computed on up to `threads` threads.
  public static func map<Result: Sendable>(
    _ count: Int, threads: Int, _ body: @Sendable (Int) -> Result
  ) -> [Result] {
    unsafe [Result](unsafeUninitializedCapacity: count) { buffer, initialized in
      // Sound because each task initializes its own element alone and nothing reads before all are done.
      nonisolated(unsafe) let elements = unsafe buffer
      forEach(count, threads: threads) { task in
        unsafe elements.initializeElement(at: task, to: body(task))
      }
      initialized = count
    }
  }

  /// Gives each element to one task as `inout`, on up to `threads` threads.
  public static func mutateEach<Element: Sendable>(
    of elements: inout [Element], threads: Int, _ body: @Sendable (Int, inout Element) -> Void
  ) {
    unsafe elements.withUnsafeMutableBufferPointer { buffer in
      // Sound because each task touches its own element alone.
      nonisolated(unsafe) let elements = unsafe buffer
      forEach(buffer.count, threads: threads) { task in
        unsafe body(task, &elements[task])
      }
    }
  }
}
