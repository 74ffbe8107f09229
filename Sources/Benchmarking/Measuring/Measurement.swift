/// What repeated measurements of one thing say: the median, and an interval that holds it.
public struct Measurement: Sendable, Codable, Equatable {
  /// The median.
  public var median: Double
  /// The lower end of the interval.
  public var low: Double
  /// The upper end of the interval.
  public var high: Double
  /// The number of measurements.
  public var count: Int

  /// The fewest measurements whose extremes hold the median in 95 of 100 cases.
  public static let fewest = 6

  /// Of these parts.
  public init(median: Double, low: Double, high: Double, count: Int) {
    (self.median, self.low, self.high, self.count) = (median, low, high, count)
  }

  /// The median of `samples` with an interval that covers the true one in at least 95 of 100 cases, however
  /// the samples are spread.
  ///
  /// Its ends are order statistics, by the sign test (Conover, "Practical Nonparametric Statistics", section
  /// 3.2): the k-th smallest and largest, for the largest k with 2 · P(Binomial(n, ½) < k) ≤ 0.05. Of fewer
  /// than six samples it is the whole range, which covers less.
  public init(of samples: [Double]) {
    precondition(!samples.isEmpty, "no sample")
    let sorted = samples.sorted()
    let skipped = Self.skippedSamples(of: sorted.count)
    self.init(
      median: (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2,
      low: sorted[skipped], high: sorted[sorted.count - 1 - skipped], count: sorted.count)
  }

  /// How many samples lie beyond either end of the interval.
  private static func skippedSamples(of count: Int) -> Int {
    var probability = 1.0
    for _ in 0..<count { probability /= 2 }
    var (below, skipped) = (probability, 0)
    while skipped + 1 < count / 2 {
      probability *= Double(count - skipped) / Double(skipped + 1)
      below += probability
      guard 2 * below <= 0.05 else { break }
      skipped += 1
    }
    return skipped
  }
}
