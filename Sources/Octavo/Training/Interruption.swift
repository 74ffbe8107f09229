import Foundation
import Synchronization

/// SIGINT and SIGTERM: while work is under way the first one is noted, the second ends the process.
///
/// The handler does nothing but change two atomic numbers and end the process: all that a handler may do.
public enum Interruption {
  /// The signal that came; 0 for none.
  private static let received = Atomic<Int32>(0)
  /// Whether the first signal waits for the end of a step.
  private static let isDeferred = Atomic<Bool>(false)

  /// The signal that came while it was to be waited with.
  public static var signal: Int32? {
    let signal = received.load(ordering: .relaxed)
    return signal == 0 ? nil : signal
  }

  /// Runs `body`; a first signal during it is only noted.
  public static func deferred<Result>(_ body: () throws -> Result) rethrows -> Result {
    install()
    isDeferred.store(true, ordering: .relaxed)
    defer { isDeferred.store(false, ordering: .relaxed) }
    return try body()
  }

  private static func install() {
    // Both numbers exist before a handler can ask for them.
    _ = (received.load(ordering: .relaxed), isDeferred.load(ordering: .relaxed))
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { signal in
      let isFirst = Interruption.received.exchange(signal, ordering: .relaxed) == 0
      if !(isFirst && Interruption.isDeferred.load(ordering: .relaxed)) { _exit(128 + signal) }
    }
    action.sa_flags = SA_RESTART
    // Whoever started this process may have blocked signals, and a process inherits that.
    var own = sigset_t()
    sigemptyset(&own)
    for signal in [SIGINT, SIGTERM] {
      sigaction(signal, &action, nil)
      sigaddset(&own, signal)
    }
    sigprocmask(SIG_UNBLOCK, &own, nil)
  }
}
