import Foundation
import Support
import Synchronization

/// SIGINT, SIGTERM and SIGHUP: while work is under way that can save itself the first one is noted, the second
/// ends the process; elsewhere the first one ends it, with a line that says where it stopped.
///
/// The handler does nothing but change atomic numbers, wake a thread through a pipe and end the process: all that
/// a handler may do. The thread says the line.
package enum Interruption {
  private static let signals = [SIGINT, SIGTERM, SIGHUP]
  /// The signal that came; 0 for none.
  private static let received = Atomic<Int32>(0)
  /// Whether the first signal waits for the end of a step.
  private static let isDeferred = Atomic<Bool>(false)
  /// Where the thread is woken; -1 while there is none.
  private static let bell = Atomic<Int32>(-1)
  private static let place = Mutex("")

  /// The signal that came while it was to be waited with.
  package static var signal: Int32? {
    let signal = received.load(ordering: .relaxed)
    return signal == 0 ? nil : signal
  }

  /// The name of a signal: `SIGTERM`.
  package static func name(of signal: Int32) -> String {
    switch signal {
    case SIGINT: "SIGINT"
    case SIGTERM: "SIGTERM"
    case SIGHUP: "SIGHUP"
    case SIGUSR1: "SIGUSR1"
    default: "signal \(signal)"
    }
  }

  /// Says where the work stands: what follows "stopped by SIGTERM" should a signal end it there.
  package static func stands(_ words: String) {
    install()
    place.withLock { $0 = words }
  }

  /// Runs `body`; a first signal during it is only noted.
  ///
  /// Whoever calls this asks for ``signal`` when it is over: one may have come after the last look.
  package static func deferred<Result>(_ body: () throws -> Result) rethrows -> Result {
    install()
    isDeferred.store(true, ordering: .relaxed)
    defer { isDeferred.store(false, ordering: .relaxed) }
    return try body()
  }

  /// Takes SIGUSR1 as SIGTERM, too: `mpirun` hands it on at once, and lives on.
  package static func takesUserSignal() {
    install()
    take([SIGUSR1])
  }

  /// Takes the signals, once.
  private static func install() { _ = installation }

  private static let installation: Void = {
    // All of them exist before a handler can ask for them.
    _ = (received.load(ordering: .relaxed), isDeferred.load(ordering: .relaxed))
    bell.store(listener() ?? -1, ordering: .sequentiallyConsistent)
    // `nohup` has a hangup ignored, and that is to stay so.
    take(signals.filter { $0 != SIGHUP || !isIgnored($0) })
  }()

  private static func take(_ signals: [Int32]) {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { signal in
      let isFirst = Interruption.received.exchange(signal, ordering: .relaxed) == 0
      if isFirst && Interruption.isDeferred.load(ordering: .relaxed) { return }
      var byte = UInt8(truncatingIfNeeded: signal)
      let bell = Interruption.bell.load(ordering: .relaxed)
      // A second one does not wait for anything, and nothing waits where no thread listens.
      if !isFirst || bell < 0 || write(bell, &byte, 1) != 1 { _exit(128 + signal) }
    }
    action.sa_flags = SA_RESTART
    // Whoever started this process may have blocked signals, and a process inherits that.
    var own = sigset_t()
    sigemptyset(&own)
    for signal in signals {
      sigaction(signal, &action, nil)
      sigaddset(&own, signal)
    }
    sigprocmask(SIG_UNBLOCK, &own, nil)
  }

  /// Starts the thread that ends the process with a line; nil where that cannot be done.
  private static func listener() -> Int32? {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let hearing = ends[0]
    Thread.detachNewThread {
      var byte = UInt8(0)
      while read(hearing, &byte, 1) != 1 {}
      let (signal, words) = (Int32(byte), place.withLock { $0 })
      StandardStream.writeError("octavo: stopped by \(name(of: signal)) \(words)\n")
      _exit(128 + signal)
    }
    return ends[1]
  }

  /// Whether the process was started with `signal` ignored.
  private static func isIgnored(_ signal: Int32) -> Bool {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("SigIgn:") }
    let mask = line.flatMap { UInt64($0.dropFirst(7).drop(while: \.isWhitespace), radix: 16) } ?? 0
    return mask >> UInt64(signal - 1) & 1 == 1
  }
}
