import Octavo

/// Measures how long the parts of a piece of work take.
final class PhaseClock {
  /// The parts that are over, in their order.
  private(set) var phases: [FinishedRun.Record.Phase] = []

  /// Does `work` and keeps how long it took under `name`.
  ///
  /// - Parameter isShown: Whether a terminal shows the time meanwhile. The default is false.
  func time<Result>(
    _ name: String, isShown: Bool = false, _ work: () throws -> Result
  ) rethrows -> Result {
    let start = ContinuousClock.now
    defer {
      phases.append(
        FinishedRun.Record.Phase(name: name, seconds: (ContinuousClock.now - start).seconds))
    }
    return try isShown ? WorkProgress.watching(name, work) : work()
  }

  /// How long all parts took.
  var seconds: Double { phases.reduce(0) { $0 + $1.seconds } }
}
