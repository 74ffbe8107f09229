/// One thing to measure, again and again.
struct Probe {
  let name: Figure.Name
  let threads: Int
  let unit: Figure.Unit
  /// Measures once.
  let measure: () -> Double
}

/// Measures probes in rounds, every probe once in each.
///
/// So a slow minute of the machine meets them all, ratios between them suffer little, and the interval of
/// each tells how much the machine changed meanwhile.
struct Rounds {
  /// How long to measure.
  let seconds: Double
  /// How many rounds there are, however long they take.
  let fewest: Int
  /// Called before each round with the share of the work that is done.
  let progress: (Double) -> Void

  /// The figures of all probes.
  func measure(_ probes: [Probe]) -> [Figure] {
    var samples = [[Double]](repeating: [], count: probes.count)
    let watch = Stopwatch()
    var round = 0
    while round < fewest || watch.seconds * Double(round + 1) / Double(round) <= seconds {
      progress(min(1, watch.seconds / max(seconds, 0.001), Double(round) / Double(fewest)))
      for (index, probe) in probes.enumerated() { samples[index].append(probe.measure()) }
      round += 1
    }
    progress(1)
    return zip(probes, samples).map { probe, samples in
      Figure(probe.name, threads: probe.threads, unit: probe.unit, value: Measurement(of: samples))
    }
  }
}

/// The time since it was made.
struct Stopwatch {
  private let start = ContinuousClock.now

  var seconds: Double {
    let passed = (ContinuousClock.now - start).components
    return Double(passed.seconds) + Double(passed.attoseconds) * 1e-18
  }
}

/// Repeats `body` for about as long as asked, at least once, and returns the seconds that one took.
func secondsPerCall(lasting seconds: Double, _ body: () -> Void) -> Double {
  let watch = Stopwatch()
  var (calls, burst) = (0, 1)
  while true {
    for _ in 0..<burst { body() }
    calls += burst
    let passed = watch.seconds
    if passed >= seconds { return passed / Double(calls) }
    burst = passed < seconds / 16 ? burst * 2 : max(1, min(burst, calls))
  }
}
