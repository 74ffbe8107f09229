import Parallelism

/// How much better or worse one model predicts than another, and how sure that is.
///
/// Both models predict the same ratings. Ratings of one reader are no independent witnesses, so whole readers
/// are drawn with replacement, as many as there are, and the difference of the two root mean squared errors is
/// computed anew, many times over. Bounds are percentiles of these differences (Efron and Tibshirani, "An
/// Introduction to the Bootstrap", 1993, chapters 8 and 13; by clusters: Field and Welsh, JRSS B 69, 2007).
package struct PairedBootstrap: Sendable {
  /// How often readers are drawn anew.
  package let resamples: Int
  /// How sure a bound is: the share of differences on its inner side.
  package let confidence: Double
  /// What the draws depend on.
  package let seed: UInt64

  /// What people are shown: bounds that hold the figure with 95 % of the draws between them.
  package static let shown = PairedBootstrap(resamples: 1000, confidence: 0.975, seed: 0)

  /// A bootstrap with these options.
  package init(resamples: Int, confidence: Double, seed: UInt64) {
    precondition(resamples > 0 && confidence >= 0.5 && confidence < 1, "no bootstrap")
    (self.resamples, self.confidence, self.seed) = (resamples, confidence, seed)
  }

  /// The errors of both models on one reader's ratings.
  package struct Cluster: Sendable, Equatable {
    /// The number of ratings.
    package var count: Int
    /// The sum of squared errors of the candidate.
    package var candidate: Double
    /// The sum of squared errors of the reference.
    package var reference: Double

    /// The errors of a reader.
    package init(count: Int, candidate: Double, reference: Double) {
      (self.count, self.candidate, self.reference) = (count, candidate, reference)
    }
  }

  /// A figure, such as the candidate's RMSE less that of the reference, and how far it may be trusted.
  package struct Estimate: Sendable, Codable, Equatable {
    /// On the ratings as they are.
    package var estimate: Double
    /// The figure is above this, with the confidence asked for.
    package var lower: Double
    /// The figure is below this, with the confidence asked for.
    package var upper: Double
    /// The standard deviation of the drawn figures.
    package var standardError: Double

    /// An estimate of these parts.
    package init(estimate: Double, lower: Double, upper: Double, standardError: Double) {
      (self.estimate, self.lower, self.upper) = (estimate, lower, upper)
      self.standardError = standardError
    }
  }

  /// The difference, and how far it may be trusted; the same bits for any number of threads.
  ///
  /// Traps without clusters.
  package func difference(_ clusters: [Cluster], threads: Int) -> Estimate {
    measured(clusters, threads: threads, \.difference)
  }

  /// One model's RMSE with its bounds, from clusters whose reference is left at 0.
  ///
  /// Traps without clusters.
  package func rmse(_ clusters: [Cluster], threads: Int) -> Estimate {
    measured(clusters, threads: threads, \.rmse)
  }

  /// The mean of what clusters hold as their candidate's sums, with its bounds.
  ///
  /// Traps without clusters.
  package func mean(_ clusters: [Cluster], threads: Int) -> Estimate {
    measured(clusters, threads: threads, \.mean)
  }

  private func measured(
    _ clusters: [Cluster], threads: Int, _ figure: @Sendable (Cluster) -> Double
  ) -> Estimate {
    precondition(!clusters.isEmpty, "no reader to draw")
    let drawn = Parallel.map(resamples, threads: threads) { resample in
      var generator = SeededGenerator(seed: seed, stream: UInt64(resample))
      var sum = Cluster(count: 0, candidate: 0, reference: 0)
      for _ in clusters.indices {
        sum.add(clusters[Int(generator.next(upperBound: UInt64(clusters.count)))])
      }
      return figure(sum)
    }
    let mean = drawn.reduce(0, +) / Double(drawn.count)
    let squares = drawn.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let sorted = drawn.sorted()
    var all = Cluster(count: 0, candidate: 0, reference: 0)
    for cluster in clusters { all.add(cluster) }
    return Estimate(
      estimate: figure(all), lower: Self.quantile(sorted, 1 - confidence),
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
  mutating func add(_ other: Self) {
    count += other.count
    candidate += other.candidate
    reference += other.reference
  }

  fileprivate var rmse: Double { mean.squareRoot() }

  fileprivate var mean: Double { candidate / Double(count) }

  /// RMSE of the candidate − RMSE of the reference.
  fileprivate var difference: Double {
    (candidate / Double(count)).squareRoot() - (reference / Double(count)).squareRoot()
  }
}
