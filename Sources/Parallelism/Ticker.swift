internal import Dispatch

/// Something that is done again and again while other work goes on.
public enum Ticker {
  /// Does `work`, and meanwhile `tick` on another thread: at once, and then at intervals; never after this returns.
  ///
  /// - Parameters:
  ///   - milliseconds: How long an interval is.
  ///   - tick: What is done again and again; the work ends only after the last of them.
  ///   - work: The work.
  /// - Throws: What `work` throws.
  public static func during<Result>(
    every milliseconds: Int, tick: @escaping @Sendable () -> Void, _ work: () throws -> Result
  ) rethrows -> Result {
    let (isOver, isDone) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    DispatchQueue(label: "octavo.ticker").async {
      repeat {
        tick()
      } while isOver.wait(timeout: .now() + .milliseconds(milliseconds))
        == .timedOut
      isDone.signal()
    }
    defer {
      isOver.signal()
      isDone.wait()
    }
    return try work()
  }
}
