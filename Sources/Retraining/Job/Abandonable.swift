import Foundation
import Octavo
import Synchronization

/// Runs `body` on a thread of its own, and leaves it alone when a signal comes.
///
/// Steps that only compute, and take long, would keep a signal waiting: this returns at once, and the thread goes on
/// until it or the process ends. So `body` must write nothing. Whoever ends the process then does it by `_exit`:
/// what the thread uses must not be torn down under it.
///
/// - Parameters:
///   - place: Where the run is, for the error.
///   - signal: The signal that came, if one did. The default asks `Interruption`.
/// - Throws: ``RetrainingInterrupted``; what `body` throws.
func abandonable<Result: Sendable>(
  _ place: String, signal: () -> Int32? = { Interruption.signal },
  _ body: @escaping @Sendable () throws -> Result
) throws -> Result {
  let outcome = Outcome<Result>()
  let thread = Thread { outcome.set(Swift.Result { try body() }) }
  // As much as the main thread has.
  thread.stackSize = 8 << 20
  thread.start()
  while true {
    if let result = outcome.result(within: 0.05) { return try result.get() }
    if let signal = signal() { throw RetrainingInterrupted(signal: signal, place: place) }
  }
}

/// What a thread came to, for another one to wait for.
private final class Outcome<Value: Sendable>: Sendable {
  private let condition = NSCondition()
  private let value = Mutex<Swift.Result<Value, any Error>?>(nil)

  func set(_ result: Swift.Result<Value, any Error>) {
    condition.withLock {
      value.withLock { $0 = result }
      condition.signal()
    }
  }

  /// The result, or nil if there is none after `seconds`.
  func result(within seconds: Double) -> Swift.Result<Value, any Error>? {
    condition.withLock {
      let end = Date().addingTimeInterval(seconds)
      while value.withLock({ $0 == nil }), condition.wait(until: end) {}
      return value.withLock { $0 }
    }
  }
}
