import Parallelism

/// How much better or worse one model predicts than another, and how sure that is.
///
/// Both models predict the same ratings. Ratings of one reader are no independent witnesses, so whole readers
/// are drawn with replacement, as many as there are, and the difference of the two root mean squared errors is
/// computed anew, many times over. Bounds are percentiles of these differences (Efron and Tibshirani, "An
/// Introduction to the Bootstrap", 1993, chapters 8 and 13; by clusters: Field and Welsh, JRSS B 69, 2007).
public struct PairedBootstrap: Sendable {
  /// How often readers are drawn anew.
  public let resamples: Int
  /// How sure a bound is: the share of differences on its inner side.
  public let confidence: Double
  /// What the draws depend on.
  public let seed: UInt64

  /// A bootstrap with these options.
  public init(resamples: Int, confidence: Double, seed: UInt64) {
    precondition(resamples > 0 && confidence >= 0.5 && confidence < 1, "no bootstrap")
    (self.resamples, self.confidence, self.seed) = (resamples, confidence, seed)
  }

  /// The errors of both models on one reader's ratings.
  public struct Cluster: Sendable, Equatable {
    /// The number of ratings.
    public var count: Int
    /// The sum of squared errors of the candidate.
    public var candidate: Double
    /// The sum of squared errors of the reference.
    public var reference: Double

    /// The errors of a reader.
    public init(count: Int, candidate: Double, reference: Double) {
      (self.count, self.candidate, self.reference) = (count, candidate, reference)
    }
  }

  /// The candidate's RMSE less that of the reference.
  public struct Difference: Sendable, Codable, Equatable {
    /// On the ratings as they are.
    public var estimate: Double
    /// The difference is above this, with the confidence asked for.
    public var lower: Double
    /// The difference is below this, with the confidence asked for.
    public var upper: Double
    /// The standard deviation of the drawn differences.
    public var standardError: Double
  }

  /// The difference, and how far it may be trusted; the same bits for any number of threads.
  ///
  /// Traps without clusters.
  public func difference(_ clusters: [Cluster], threads: Int) -> Difference {
    precondition(!clusters.isEmpty, "no reader to draw")
    let drawn = Parallel.map(resamples, threads: threads) { resample in
      var generator = SeededGenerator(seed: seed, stream: UInt64(resample))
      var sum = Cluster(count: 0, candidate: 0, reference: 0)
      for _ in clusters.indices {
        sum.add(clusters[Int(generator.next(upperBound: UInt64(clusters.count)))])
      }
      return sum.difference
    }
    let mean = drawn.reduce(0, +) / Double(drawn.count)
    let squares = drawn.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let sorted = drawn.sorted()
    var all = Cluster(count: 0, candidate: 0, reference: 0)
    for cluster in clusters { all.add(cluster) }
    return Difference(
      estimate: all.difference, lower: Self.quantile(sorted, 1 - confidence),
      upper: Self.quantile(sorted, confidence),
      standardError: (squares / Double(max(1, drawn.count - 1))).squareRoot())
  }

  /// The value below which a share of the sorted values lies, with a line between neighbours.
  ///
  /// Hyndman and Fan, "Sample Quantiles in Statistical Packages", 1996, definition 7.
  static func quantile(_ sorted: [Double], _ share: Double) -> Double {
    let place = Double(sorted.count - 1) * share
    let below = Int(place)
    guard below + 1 < sorted.count else { return sorted[sorted.count - 1] }
    return sorted[below] + (sorted[below + 1] - sorted[below]) * (place - Double(below))
  }
}

extension PairedBootstrap.Cluster {
  fileprivate mutating func add(_ other: Self) {
    count += other.count
    candidate += other.candidate
    reference += other.reference
  }

  /// RMSE of the candidate − RMSE of the reference.
  fileprivate var difference: Double {
    (candidate / Double(count)).squareRoot() - (reference / Double(count)).squareRoot()
  }
}
