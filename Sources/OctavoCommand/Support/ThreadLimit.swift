import ArgumentParser
import Parallelism

/// Starting where the system grants few threads.
enum ThreadLimit {
  /// Throws where the system does not start the threads that a command takes: Dispatch would ask for them for ever.
  ///
  /// - Parameter threads: How many threads work.
  /// - Throws: ``ThreadLimitError``.
  static func check(threads: Int) throws(ThreadLimitError) {
    // A thread that has ended leaves its share of the heap to the next, but only where there is one.
    guard !MemoryLimit.isLimited else { return }
    // A pool and Dispatch have workers beside the caller; a progress bar and signals have a thread each.
    let wanted = 2 * (threads - 1) + 2
    let granted = ThreadPool(size: wanted + 1).granted
    guard granted == wanted else {
      throw ThreadLimitError(threads: threads, wanted: wanted, granted: granted)
    }
  }
}

/// The system grants fewer threads than a command takes.
struct ThreadLimitError: Error, CustomStringConvertible {
  let threads: Int
  let wanted: Int
  let granted: Int

  var description: String {
    "the system grants \(granted) of the \(wanted) threads that work on \(threads) "
      + "\(threads == 1 ? "thread" : "threads") takes; expected a higher limit of processes (ulimit -u, "
      + "TasksMax, pids.max)\(threads == 1 ? "" : ", or fewer threads")"
  }
}

/// A command that works on several threads.
protocol ThreadedCommand: ParsableCommand {
  /// How many threads do.
  var threads: ThreadOptions { get }
}

extension Explore: ThreadedCommand {}
